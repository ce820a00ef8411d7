import type { CaseUsage } from "./case-usage.js";
import type { Event, JsonObject } from "../events/event.js";
import type { MetricThreshold } from "../metric.js";

export const runStatuses = ["pending", "running", "completed", "failed", "cancelled"] as const;

export type RunStatus = (typeof runStatuses)[number];

export interface PassingRange {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Body of `POST /v1/runs`; every field may also be changed by `PUT /v1/runs/{run_id}`. */
export interface RunInput {
  readonly run_id?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly status?: RunStatus | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly results?: JsonObject | undefined;
  /** Ids that start with `EXT-` name a dataset the server does not hold. */
  readonly dataset_id?: string | null | undefined;
  readonly event_ids?: readonly string[] | undefined;
  readonly session_ids?: readonly string[] | undefined;
  readonly datapoint_ids?: readonly string[] | undefined;
  readonly configuration?: JsonObject | undefined;
  readonly evaluators?: readonly unknown[] | undefined;
  readonly passing_ranges?: Readonly<Record<string, PassingRange>> | undefined;
  readonly project?: string | undefined;
}

/** `created_at` and `updated_at` are ISO 8601 with offset. */
export interface ExperimentRun {
  readonly id: string;
  readonly run_id: string;
  readonly name: string;
  readonly description: string;
  readonly status: RunStatus;
  readonly metadata: JsonObject;
  readonly results: JsonObject;
  /** Aggregates by name, in results alone: lists would have to read the events of all their runs. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  readonly dataset_id: string | null;
  /** Null for a dataset that the server does not hold. */
  readonly dataset_name?: string | null | undefined;
  readonly event_ids: readonly string[];
  readonly session_ids: readonly string[];
  readonly datapoint_ids: readonly string[];
  readonly configuration: JsonObject;
  readonly evaluators: readonly unknown[];
  readonly passing_ranges: Readonly<Record<string, PassingRange>>;
  readonly is_active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly scope_type: "project";
  readonly scope_id: string;
  readonly project: string;
  readonly tenant: string;
}

/** Lists of a run that grow with its cases. */
export const runIdLists = ["event_ids", "session_ids", "datapoint_ids"] as const;

export type RunIdList = (typeof runIdLists)[number];

/** How much of its runs a list has: all, or all but the ids of what they are made of, which are most of the bytes. */
export const runDetails = ["everything", "counts"] as const;

export type RunDetail = (typeof runDetails)[number];

/** A run as lists have it. */
export interface RunOfList extends Omit<ExperimentRun, RunIdList> {
  readonly event_ids?: readonly string[] | undefined;
  readonly session_ids?: readonly string[] | undefined;
  readonly datapoint_ids?: readonly string[] | undefined;
  /** How many ids there are, in place of the ids, where `detail` is `counts`. */
  readonly id_counts?: Readonly<Record<RunIdList, number>> | undefined;
}

export interface RunResponse {
  readonly evaluation: ExperimentRun;
}

export interface UpdateRunResponse extends RunResponse {
  /** What is stored as it was given, and is probably not meant. */
  readonly warning?: string | undefined;
}

export interface CreateRunResponse extends RunResponse {
  readonly run_id: string;
}

export interface ListRunsQuery {
  readonly dataset_id?: string | undefined;
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
  readonly run_ids?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly status?: RunStatus | undefined;
  /** JSON text: when the run was created. */
  readonly dateRange?: string | undefined;
  readonly sort_by?: "created_at" | "updated_at" | "name" | "status" | undefined;
  readonly sort_order?: "asc" | "desc" | undefined;
  /** Default `everything`. `listRunsLightly` asks for `counts` where a server knows it. */
  readonly detail?: RunDetail | undefined;
}

export interface ListRunsResponse<Run = ExperimentRun> {
  readonly evaluations: readonly Run[];
  readonly pagination: {
    readonly page: number;
    readonly limit: number;
    readonly total: number;
    readonly total_unfiltered: number;
    readonly total_pages: number;
    readonly has_next: boolean;
    readonly has_prev: boolean;
  };
  /** Names of the metrics that the runs on this page have. */
  readonly metrics: readonly string[];
}

export const aggregateFunctions = [
  "average",
  "min",
  "max",
  "median",
  "p90",
  "p95",
  "p99",
  "sum",
  "count",
] as const;

export type AggregateFunction = (typeof aggregateFunctions)[number];

export interface MetricDetail {
  readonly metric_name: string;
  readonly metric_type: "CLIENT_SIDE" | "PYTHON" | "LLM" | "HUMAN" | "COMPOSITE";
  readonly event_name: string;
  readonly event_type: string;
  /** Null when no value was counted. */
  readonly aggregate: number | null;
  readonly values: readonly number[];
  readonly passing_range?: PassingRange | undefined;
  /** What passed and failed by: the run's `passing_ranges`, or the threshold of the metric of this name. */
  readonly threshold?: MetricThreshold | undefined;
  /** Ids of cases whose values pass and do not. */
  readonly datapoints: { readonly passed: readonly string[]; readonly failed: readonly string[] };
  /** Denominators: `total = counted + errors + not_scorable + missing`. */
  readonly counted: number;
  readonly errors: number;
  readonly not_scorable: number;
  /** Cases that never got as far as this metric. */
  readonly missing: number;
  readonly total: number;
}

/** How much of its cases a result has: all, or all but what went in and came out, which is most of the bytes. */
export const resultDetails = ["everything", "scores"] as const;

export type ResultDetail = (typeof resultDetails)[number];

export interface DatapointMetric {
  readonly name: string;
  readonly event_name: string;
  readonly event_type: string;
  readonly value: number | boolean | string;
  readonly passed: boolean;
  /** False for a metric of a step inside the case. Servers that do not say so are read as true. */
  readonly is_of_case?: boolean | undefined;
  /** What the evaluator said about its value, where it did. */
  readonly explanation?: string | undefined;
}

/** A metric of a case that came to no value. */
export interface UnscoredMetric {
  readonly name: string;
  readonly event_name: string;
  readonly event_type: string;
  readonly state: "error" | "not-scorable";
  /** What its evaluator said of it, where it did. */
  readonly explanation?: string | undefined;
}

export interface DatapointResult {
  readonly datapoint_id: string | null;
  /** What the wire calls the datapoint, where `datapoint_id` is what its client calls the case. */
  readonly wire_id?: string | null | undefined;
  /** Of inputs and ground truth, where the client said. */
  readonly content_hash?: string | null | undefined;
  readonly session_id: string;
  readonly passed: boolean;
  readonly metrics: readonly DatapointMetric[];
  /** Servers that do not say it are read as having none. */
  readonly unscored?: readonly UnscoredMetric[] | undefined;
  /** Which of the case's trials this is, from 0; null or left out where each case is run once. */
  readonly trial?: number | null | undefined;
  /** One of `caseOutcomes`, or null when the client did not say. */
  readonly outcome: string | null;
  readonly error: string | null;
  /** Wall time of the case's root event, ms. */
  readonly duration: number;
  /** What the case took: as far as its client says it, tokens and costs else as its session's calls of models do. */
  readonly usage?: CaseUsage | undefined;
  /** What the case's session says of its row, to slice by: values, and lists of them, of at most `maxSliceLength`. */
  readonly metadata?: JsonObject | undefined;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly ground_truth: unknown;
}

/** `GET /v1/runs/{run_id}/result` and `/summary`. */
export interface RunResult {
  readonly status: RunStatus;
  readonly success: boolean;
  /** What went wrong, where cases ended in an error. */
  readonly error?: string | undefined;
  /** Ids of datapoints, or of sessions that have none, each in one of the two however often it was tried. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly metrics: {
    readonly aggregation_function: AggregateFunction;
    readonly details: readonly MetricDetail[];
  };
  readonly datapoints: readonly DatapointResult[];
  readonly event_details: readonly { readonly event_name: string; readonly event_type: string }[];
  readonly run_object: ExperimentRun;
}

/** Of the new run and of the old one. */
export interface ComparedEvents {
  readonly datapoint_id: string;
  readonly event_1: Event;
  readonly event_2: Event;
}

export interface ComparedEventsResponse {
  readonly events: readonly ComparedEvents[];
  readonly totalEvents: number;
  readonly pagination: { readonly page: number; readonly limit: number; readonly total: number };
}

/** What one event was measured by. */
export interface EventMetrics {
  readonly event_name: string;
  readonly event_type: string;
  readonly session_id: string;
  readonly metadata: { readonly datapoint_id?: string | undefined };
  readonly metrics: Readonly<Record<string, number | boolean>>;
}

/** Which fields the events of runs have. */
export interface RunSchema {
  readonly fields: readonly { readonly name: string; readonly event_type: string }[];
  /** Ids of the datasets that the runs are about. */
  readonly datasets: readonly string[];
  /** By the name of the event. */
  readonly mappings: Readonly<
    Record<string, readonly { readonly field_name: string; readonly event_type: string }[]>
  >;
}
