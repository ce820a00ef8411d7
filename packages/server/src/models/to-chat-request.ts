import { fillTemplate, templateVariables, valueAt, type JsonObject } from "@honeyhive/contract";

import { HttpError } from "../lib/http-error.js";
import { isJsonObject, setOwn } from "../lib/json.js";

/**
 * The body of `/chat/completions` that the parameters of a configuration come to: its template with the variables filled
 * in, HoneyHive's names in OpenAI's words, and everything else as it is. Throws 400 where something is missing.
 */
export function toChatRequest(parameters: JsonObject, inputs: JsonObject): JsonObject {
  const { model, template, messages, hyperparameters, responseFormat } = parameters;
  const others = Object.entries(parameters).filter(([name]) => !ownNames.has(name));
  const settings = isJsonObject(hyperparameters) ? Object.entries(hyperparameters) : [];
  return {
    ...Object.fromEntries([...others, ...settings].filter(isSent)),
    ...(isJsonObject(responseFormat) ? { response_format: responseFormat } : {}),
    ...toTools(parameters),
    model,
    messages: fillMessages(template ?? messages, inputs),
  };
}

/** What is not passed on under its name. */
const ownNames = new Set(
  ["call_type", "model", "template", "messages", "hyperparameters", "responseFormat"].concat([
    "selectedFunctions",
    "functionCallParams",
    "forceFunction",
  ]),
);

/** Null is a setting that nobody made. The answer is read as a whole, whatever programs do. */
function isSent([name, value]: readonly [string, unknown]): boolean {
  return value !== null && name !== "stream" && name !== "stream_options";
}

function fillMessages(template: unknown, inputs: JsonObject): unknown[] {
  // HoneyHive keeps the prompt of a completion as text.
  const messages =
    typeof template === "string" ? [{ role: "user", content: template }] : (template ?? []);
  if (!Array.isArray(messages) || messages.length === 0) {
    throw invalid(
      "parameters.template",
      "Expected `parameters.template` to be a text or a list of messages, got none. Add a message.",
    );
  }
  const missing = templateVariables(messages).filter(
    (name) => (valueAt(inputs, name) ?? null) === null,
  );
  if (missing.length > 0) {
    const names = missing.map((name) => `\`${name}\``).join(", ");
    throw invalid(
      `inputs.${missing[0] ?? ""}`,
      `Expected \`inputs\` to have a value for each variable of the template, got none for ${names}. Add what is missing.`,
    );
  }
  return messages.map((message) => fill(message, inputs));
}

/** All texts in it, wherever they are. */
function fill(value: unknown, inputs: JsonObject): unknown {
  if (typeof value === "string") return fillTemplate(value, (name) => valueAt(inputs, name));
  if (Array.isArray(value)) return value.map((item) => fill(item, inputs));
  if (!isJsonObject(value)) return value;
  const filled: JsonObject = {};
  for (const [key, item] of Object.entries(value)) setOwn(filled, key, fill(item, inputs));
  return filled;
}

function toTools(parameters: JsonObject): JsonObject {
  const { selectedFunctions, functionCallParams: choice, forceFunction } = parameters;
  const functions = Array.isArray(selectedFunctions) ? selectedFunctions.filter(isJsonObject) : [];
  if (functions.length === 0) return {};
  const tools = functions.map(({ name, description, parameters: takes }) => ({
    type: "function",
    function: { name, description, parameters: takes },
  }));
  if (choice !== "force") return choice === "none" ? { tools, tool_choice: "none" } : { tools };
  const name = isJsonObject(forceFunction) ? forceFunction["name"] : undefined;
  const forced = name === undefined ? "required" : { type: "function", function: { name } };
  return { tools, tool_choice: forced };
}

function invalid(field: string, message: string): HttpError {
  return new HttpError(400, "INVALID_REQUEST", message, { field });
}
