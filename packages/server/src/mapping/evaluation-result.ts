import { explanationName, type JsonObject } from "@honeyhive/contract";

import { toNumber } from "./convert.js";

/** The event, of a span or logged, by which OpenTelemetry's conventions tell of a score. */
export const evaluationResult = "gen_ai.evaluation.result";

/** What it says, as attributes. */
export const evaluationAttribute = {
  name: "gen_ai.evaluation.name",
  value: "gen_ai.evaluation.score.value",
  label: "gen_ai.evaluation.score.label",
  explanation: "gen_ai.evaluation.explanation",
} as const;

/**
 * The metrics that an evaluation comes to: its score under its name, or its label where it has no number, and what was
 * said about it beside that. Undefined without a name or a score.
 */
export function metricsOfEvaluation(attributes: JsonObject): JsonObject | undefined {
  const name = attributes[evaluationAttribute.name];
  const label = attributes[evaluationAttribute.label];
  const explanation = attributes[evaluationAttribute.explanation];
  const score = toNumber(attributes[evaluationAttribute.value]) ?? label;
  if (typeof name !== "string" || name === "") return undefined;
  if (typeof score !== "number" && typeof score !== "string") return undefined;
  return {
    [name]: score,
    ...(score === label || typeof label !== "string" ? {} : { [`${name}_label`]: label }),
    ...(typeof explanation === "string" ? { [explanationName(name)]: explanation } : {}),
  };
}
