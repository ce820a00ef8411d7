import { describeMetadata, describeRow, readMetadata, type LocatedRow } from "@honeyhive/contract";

import type { EvaluationCase } from "../types/evaluation-case.js";
import { describeValue } from "../../lib/errors.js";
import { describeError } from "../../lib/describe-error.js";
import { contentHash, ExternalDatasetId, externalDatapointId, pythonJson } from "./case-id.js";
import { failAt } from "./fail-at.js";
import type { DatapointInput } from "../types/datapoint.js";

export interface RowsToResolve {
  readonly rows: readonly LocatedRow[];
  readonly trials: number;
  /** Of the dataset on the server that the rows are of: its ids are the wire's. */
  readonly hostedId?: string | undefined;
}

export interface ResolvedDataset {
  readonly id: string;
  /** Each trial of each row. */
  readonly cases: readonly EvaluationCase[];
}

/** @throws {HoneyHiveError} `INVALID_DATASET`, naming the row or the line */
export function resolveCases({ rows, trials, hostedId }: RowsToResolve): ResolvedDataset {
  const ids = new CaseIds();
  const datasetId = new ExternalDatasetId();
  const cases: EvaluationCase[] = [];
  for (const [index, { row, place }] of rows.entries()) {
    const content = contentOf(row, place);
    const text = textOf(content, place);
    const hash = contentHash(text);
    const wireText = wireTextOf(row, content, place) ?? text;
    datasetId.add(wireText);
    const own = customId(row, place);
    const id = ids.next(own, text, place);
    const { inputs, ground_truth: groundTruth } = content;
    const metadata = metadataOf(row, place);
    const wireId = hostedId === undefined ? externalId(own, wireText, index) : id;
    if (wireId.length > maxIdLength) failLength(wireId, place);
    for (let trial = 0; trial < trials; trial++) {
      cases.push({ index, id, wireId, contentHash: hash, inputs, groundTruth, metadata, trial });
    }
  }
  return { id: hostedId ?? datasetId.finish(), cases };
}

/** What servers take; they would refuse the run when its cases have ended. */
const maxIdLength = 1000;

function failLength(wireId: string, place: string): never {
  return failAt(
    place,
    "to have an `id` of at most 1,000 characters, `EXT-` before it included, " +
      `got ${wireId.length.toLocaleString("en-US")} that begin with ${JSON.stringify(wireId.slice(0, 50))}. ` +
      "Shorten it, or omit it: then the row's content makes its id.",
  );
}

/** As in Python: an id of the row's own with `EXT-` before it, or one of its content and its place. */
function externalId(own: string | undefined, text: string, index: number): string {
  if (own === undefined) return externalDatapointId(text, index);
  return own.startsWith("EXT-") ? own : `EXT-${own}`;
}

/** Gives each row an id, its own or one made of its content, and refuses one that another row has. */
class CaseIds {
  private readonly places = new Map<string, string>();
  private readonly ownIds = new Set<string>();
  /** By the id of the first of equal rows: most rows are equal to no other, and are not looked up here. */
  private readonly repetitions = new Map<string, number>();

  next(own: string | undefined, text: string, place: string): string {
    let id = own ?? externalDatapointId(text, 0);
    let earlier = this.places.get(id);
    // Only rows without an id of their own count as occurrences: naming one must not change another's id.
    if (earlier !== undefined && own === undefined && !this.ownIds.has(id)) {
      const occurrence = (this.repetitions.get(id) ?? 0) + 1;
      this.repetitions.set(id, occurrence);
      id = externalDatapointId(text, occurrence);
      earlier = this.places.get(id);
    }
    if (earlier !== undefined) {
      failAt(
        place,
        `to have an id of its own, got "${id}", as ${earlier} has. Change one, or omit it.`,
      );
    }
    this.places.set(id, place);
    if (own !== undefined) this.ownIds.add(own);
    return id;
  }
}

/** What Python would hash: the whole row, whatever else it holds. Undefined when it holds nothing else. */
function wireTextOf(row: unknown, content: DatapointContent, place: string): string | undefined {
  if (!isObject(row) || Object.keys(row).every((key) => contentKeys.has(key))) return undefined;
  const rest = Object.entries(row).filter(([key]) => !contentKeys.has(key));
  return textOf({ ...Object.fromEntries(rest), ...content }, place);
}

const contentKeys = new Set(["inputs", "groundTruth", "ground_truth", "ground_truths"]);

function textOf(content: object, place: string): string {
  try {
    return pythonJson(content);
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
    failAt(place, `to be { inputs: {…}, groundTruth? }, got ${describeRow(row, describeValue)}.`);
  }
  const older = row["ground_truth"] === undefined ? row["ground_truths"] : row["ground_truth"];
  const groundTruth = row["groundTruth"] === undefined ? older : row["groundTruth"];
  return groundTruth === undefined ? { inputs } : { inputs, ground_truth: groundTruth };
}

function metadataOf(row: unknown, place: string): EvaluationCase["metadata"] {
  const metadata = isObject(row) ? readMetadata(row) : undefined;
  if (metadata !== "wrong") return metadata;
  return failAt(place, describeMetadata(isObject(row) ? row["metadata"] : row, describeValue));
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
