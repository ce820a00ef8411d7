import {
  datapointToRow,
  reservedMetadataKeys,
  type Datapoint,
  type Event,
  type JsonObject,
} from "@honeyhive/contract";

import { parseObject } from "./parse-object.js";
import { readForm } from "./read-form.js";

/** A datapoint as text, while it is edited. */
export interface DatapointDraft {
  readonly inputs: string;
  readonly groundTruth: string;
  /** Without what datasets keep there for themselves. */
  readonly metadata: string;
}

/** The ground truth that the span names, or else what it put out. */
export function draftOfEvent({ inputs, outputs, feedback }: Event): DatapointDraft {
  const known = feedback["ground_truth"];
  const truth = known === undefined || known === null ? outputs : known;
  return { inputs: toText(inputs), groundTruth: toText(truth), metadata: "" };
}

export function draftOfDatapoint(
  datapoint: Pick<Datapoint, "inputs" | "ground_truth" | "metadata">,
): DatapointDraft {
  const { inputs, ground_truth: truth } = datapoint;
  const { metadata } = datapointToRow(datapoint);
  return {
    inputs: toText(inputs),
    groundTruth: truth === null ? "" : toText(truth),
    metadata: metadata === undefined ? "" : toText(metadata),
  };
}

export function readDraft(form: FormData): DatapointDraft {
  return {
    inputs: readForm(form, "inputs"),
    groundTruth: readForm(form, "groundTruth"),
    metadata: readForm(form, "metadata"),
  };
}

/** An `Error` that names the field says what is wrong with it. */
export function parseDraft(
  draft: DatapointDraft,
  edited?: Pick<Datapoint, "metadata">,
): Pick<Datapoint, "inputs" | "ground_truth" | "metadata"> {
  const reserved = Object.entries(edited?.metadata ?? {}).filter(([key]) =>
    reservedMetadataKeys.includes(key),
  );
  const metadata = parseObject("Metadata", draft.metadata);
  return {
    inputs: parseObject("Inputs", draft.inputs) ?? {},
    ground_truth: parseObject("Ground truth", draft.groundTruth),
    metadata: { ...metadata, ...Object.fromEntries(reserved) },
  };
}

function toText(value: unknown): string {
  const object = isObject(value) ? value : { value };
  return JSON.stringify(object, null, 2);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
