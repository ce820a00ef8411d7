import type { JsonObject } from "@honeyhive/contract";

import type { AnyObject } from "../../lib/any-object.js";

/** A row of a dataset. `ground_truth` and `ground_truths` are read as `groundTruth`. */
export interface DatapointInput {
  readonly id?: string | undefined;
  readonly inputs: JsonObject;
  readonly groundTruth?: unknown;
  /** What is to be known of the row: its language, its source, tags. It is no part of what makes the row's identity. */
  readonly metadata?: JsonObject | undefined;
}

/** What any row is: unlike those of `DatapointInput`, its inputs may be of an interface, which has no index signature. */
export interface AnyDatapoint {
  readonly id?: string | undefined;
  readonly inputs: AnyObject;
  readonly groundTruth?: unknown;
  readonly metadata?: AnyObject | undefined;
}

/** What `new URL("./cases.csv", import.meta.url)` makes. */
export interface FileUrl {
  /** `file:` */
  readonly protocol: string;
  readonly href: string;
}

/**
 * Rows, something that gives them one by one, or the path of a .csv, .tsv, .jsonl or .json file, from the folder that the
 * program runs in, or its URL. Rows of files have the type that is asked for:
 * `evaluate<Row, Output>({ dataset: "cases.csv", … })`.
 */
export type Dataset<Row extends AnyDatapoint> =
  | Iterable<Row>
  | AsyncIterable<Row>
  | (() => Iterable<Row> | AsyncIterable<Row> | Promise<Iterable<Row> | AsyncIterable<Row>>)
  | string
  | FileUrl;

/** Rows that nobody has described, as those of files: what their inputs are is for the function to look at. */
export type DescribedRow<Row extends AnyDatapoint> =
  typeof Symbol.unscopables extends keyof Row["inputs"] ? DatapointInput : Row;

/** What the evaluated function gets. */
export interface Datapoint<Row extends AnyDatapoint = DatapointInput> {
  readonly id: string;
  readonly inputs: Row["inputs"];
  readonly groundTruth: Row["groundTruth"];
  readonly metadata: Row["metadata"];
  /** Aborted when the case times out or the evaluation is cancelled. */
  readonly signal: AbortSignal;
  /** Which of the case's trials this is, from 0. */
  readonly trial: number;
  /**
   * Reports what the case has cost, in US dollars: adds to what was reported before and what `prices` make of traced
   * calls, also for `maxCost`. Not counted when
   * `cache` answered all model calls of the function, or of the evaluators: then nothing was spent.
   */
  readonly addCost: (usd: number) => void;
}

/** Rows that suit an evaluator of such values: without a ground truth, where it does not need one. */
export type RowOf<Inputs extends AnyObject, GroundTruth> = {
  readonly inputs: Inputs;
} & (undefined extends GroundTruth
  ? { readonly groundTruth?: GroundTruth }
  : { readonly groundTruth: GroundTruth });
