import { isJsonObject } from "../../lib/json.js";

/**
 * The messages of a request to Bedrock (`Converse`, or `InvokeModel` of models that take messages), the system prompt
 * first. Undefined for any other request.
 */
export function bedrockMessages(request: unknown): readonly unknown[] | undefined {
  if (!isJsonObject(request)) return undefined;
  const { system, messages } = request;
  if (!Array.isArray(messages)) return undefined;
  const isGiven = Array.isArray(system) ? system.length > 0 : system !== undefined;
  // What a list holds was not checked: it is read as anything is.
  const given = messages as readonly unknown[];
  return isGiven ? [{ role: "system", content: system }, ...given] : given;
}
