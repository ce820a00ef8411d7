import { describeValue } from "../../errors.js";
import { describeError } from "../../wrap/record-error.js";
import { externalDatapointId, externalDatasetId } from "./case-id.js";
import { failAt, type LocatedRow } from "../dataset/located-row.js";
import type { DatapointInput } from "../types.js";

export interface EvaluationCase {
  readonly index: number;
  readonly id: string;
  readonly inputs: DatapointInput["inputs"];
  readonly groundTruth: unknown;
  readonly trial: number;
}

export interface ResolvedDataset {
  readonly id: string;
  /** Each trial of each row. */
  readonly cases: readonly EvaluationCase[];
}

/** @throws {HoneyHiveError} `INVALID_DATASET`, naming the row or the line */
export function resolveCases(rows: readonly LocatedRow[], trials: number): ResolvedDataset {
  const occurrences = new Map<string, number>();
  const placeById = new Map<string, string>();
  const contents: DatapointContent[] = [];
  const cases = rows.flatMap(({ row, place }, index) => {
    const content = contentOf(row, place);
    contents.push(content);
    const id = customId(row, place) ?? contentId(content, place, occurrences);
    const earlier = placeById.get(id);
    if (earlier !== undefined) {
      failAt(
        place,
        `to have an id of its own, got "${id}", as ${earlier} has. Change one, or omit it.`,
      );
    }
    placeById.set(id, place);
    const { inputs, ground_truth: groundTruth } = content;
    return Array.from({ length: trials }, (_, trial) => ({
      index,
      id,
      inputs,
      groundTruth,
      trial,
    }));
  });
  return { id: externalDatasetId(contents), cases };
}

/** Only rows without an id of their own count as occurrences: naming one must not change another's id. */
function contentId(
  content: DatapointContent,
  place: string,
  occurrences: Map<string, number>,
): string {
  try {
    const first = externalDatapointId(content, 0);
    const occurrence = occurrences.get(first) ?? 0;
    occurrences.set(first, occurrence + 1);
    return externalDatapointId(content, occurrence);
  } catch (error) {
    return failAt(
      place,
      `to be JSON, got one that cannot be written as such (${describeError(error).message}). ` +
        "Replace bigints, and references from a value to itself.",
      error,
    );
  }
}

interface DatapointContent {
  readonly inputs: DatapointInput["inputs"];
  readonly ground_truth?: unknown;
}

/** The part of a row that makes its identity, in the wire's names, so that both SDKs agree on it. */
function contentOf(row: unknown, place: string): DatapointContent {
  const inputs = isObject(row) ? row["inputs"] : undefined;
  if (!isObject(row) || !isObject(inputs)) {
    const came = isObject(row) ? `\`inputs\` being ${describeValue(inputs)}` : describeValue(row);
    failAt(place, `to be { inputs: {…}, groundTruth? }, got ${came}.`);
  }
  const spellings = [row["groundTruth"], row["ground_truth"], row["ground_truths"]];
  const groundTruth = spellings.find((value) => value !== undefined);
  return groundTruth === undefined ? { inputs } : { inputs, ground_truth: groundTruth };
}

function customId(row: unknown, place: string): string | undefined {
  const id = isObject(row) ? (row["id"] ?? row["datapoint_id"] ?? undefined) : undefined;
  if (id === undefined || (typeof id === "string" && id !== "")) return id;
  return failAt(
    place,
    `to have a non-empty string as \`id\`, got ${describeValue(id)}. ` +
      "Make it one, or omit it: then the row's content makes its id.",
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
