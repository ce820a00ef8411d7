import type { Datapoint, Event, JsonObject } from "@honeyhive/contract";

import { readForm } from "./read-form.js";

/** A datapoint as text, while it is edited. */
export interface DatapointDraft {
  readonly inputs: string;
  readonly groundTruth: string;
}

/** The ground truth that the span names, or else what it put out. */
export function draftOfEvent({ inputs, outputs, feedback }: Event): DatapointDraft {
  const known = feedback["ground_truth"];
  const truth = known === undefined || known === null ? outputs : known;
  return { inputs: toText(inputs), groundTruth: toText(truth) };
}

export function draftOfDatapoint(
  datapoint: Pick<Datapoint, "inputs" | "ground_truth">,
): DatapointDraft {
  const { inputs, ground_truth: truth } = datapoint;
  return { inputs: toText(inputs), groundTruth: truth === null ? "" : toText(truth) };
}

export function readDraft(form: FormData): DatapointDraft {
  return { inputs: readForm(form, "inputs"), groundTruth: readForm(form, "groundTruth") };
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

export function parseObject(label: string, text: string): JsonObject | null {
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
