import type { Event, JsonObject } from "@honeyhive/contract";

/** A datapoint as text, while it is edited. */
export interface DatapointDraft {
  readonly inputs: string;
  readonly groundTruth: string;
}

/** The ground truth that the span names, or else what it put out. */
export function toDraft({ inputs, outputs, feedback }: Event): DatapointDraft {
  const known = feedback["ground_truth"];
  const truth = known === undefined || known === null ? outputs : known;
  return { inputs: toText(inputs), groundTruth: toText(truth) };
}

/** An `Error` that names the field says what is wrong with it. */
export function parseDraft(draft: DatapointDraft): {
  readonly inputs: JsonObject;
  readonly ground_truth: JsonObject | null;
} {
  return {
    inputs: parseObject("Inputs", draft.inputs) ?? {},
    ground_truth: parseObject("Ground truth", draft.groundTruth),
  };
}

function toText(value: unknown): string {
  const object = isObject(value) ? value : { value };
  return JSON.stringify(object, null, 2);
}

function parseObject(label: string, text: string): JsonObject | null {
  if (text.trim() === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${label}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (isObject(value)) return value;
  throw new Error(`${label}: expected a JSON object such as {"answer": "…"}, got ${text.trim()}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
