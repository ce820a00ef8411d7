import type { JsonObject } from "./events/event.js";
import type { EventFilter } from "./events/filter.js";

/** `JAVASCRIPT` and `PYTHON` are code that the server runs; the first is ours alone. */
export const metricTypes = ["PYTHON", "JAVASCRIPT", "LLM", "HUMAN", "COMPOSITE"] as const;

export type MetricType = (typeof metricTypes)[number];

export const metricReturnTypes = ["float", "boolean", "string", "categorical"] as const;

export type MetricReturnType = (typeof metricReturnTypes)[number];

/** How the parts of a composite become one, as its `criteria` say it. */
export const compositeAggregates = [
  "weighted average",
  "weighted sum",
  "hierarchical highest true",
  "minimum",
  "maximum",
] as const;

/** All that is said has to hold, of values that it can hold of. */
export interface MetricThreshold {
  /** The least number that passes. Booleans count as 1 and 0. */
  readonly min?: number | undefined;
  /** The greatest. */
  readonly max?: number | undefined;
  /** The only one. */
  readonly pass_when?: boolean | number | undefined;
  /** The texts that pass. */
  readonly passing_categories?: readonly string[] | undefined;
}

/** Body of `POST /v1/metrics`: how something is measured. What is absent gets the documented default. */
export interface MetricInput {
  readonly name: string;
  readonly type: MetricType;
  /**
   * The code, the prompt with its `{{placeholders}}`, what a human is asked, or one of `compositeAggregates`.
   */
  readonly criteria: string;
  readonly description?: string | null | undefined;
  readonly return_type?: MetricReturnType | undefined;
  /** Run it on events as they come. */
  readonly enabled_in_prod?: boolean | undefined;
  /** Run it on events that have `feedback.ground_truth` alone. */
  readonly needs_ground_truth?: boolean | undefined;
  /** Of the events that come, 0 to 100; events of experiments are all taken. */
  readonly sampling_percentage?: number | undefined;
  readonly model_provider?: string | null | undefined;
  readonly model_name?: string | null | undefined;
  /** Highest score, where scores are whole numbers from 1. */
  readonly scale?: number | null | undefined;
  /** What passes: it decides wherever a run says nothing by its `passing_ranges`, and never of what a client has decided. */
  readonly threshold?: MetricThreshold | null | undefined;
  readonly categories?:
    | readonly { readonly category: string; readonly score: number | null }[]
    | null
    | undefined;
  /** What a composite is made of. */
  readonly child_metrics?:
    | readonly {
        /** Goes before the name, which may have changed. */
        readonly id?: string | undefined;
        readonly name: string;
        /** Of `hierarchical highest true` the priority: 1 comes first. */
        readonly weight: number;
        /** Kept. Scores are taken as they are. */
        readonly scale?: number | null | undefined;
      }[]
    | null
    | undefined;
  readonly filters?: { readonly filterArray: readonly EventFilter[] } | undefined;
}

/** What is not named stays. */
export type MetricUpdate = {
  readonly [Field in keyof MetricInput]?: MetricInput[Field] | undefined;
};

/** What the oldest clients call the types. */
export const olderMetricTypes = ["custom", "model", "human", "composite"] as const;

export type OlderMetricType = (typeof olderMetricTypes)[number];

/** What only the oldest clients say of a metric. */
export interface OlderMetricFields {
  readonly type?: MetricType | OlderMetricType | undefined;
  /** The project, which the key has chosen already. */
  readonly task?: string | undefined;
  readonly project?: string | undefined;
  /** The criteria of a metric by a model. */
  readonly prompt?: string | null | undefined;
  /** The criteria of a metric by code. */
  readonly code_snippet?: string | null | undefined;
  /** `pass_when` of the threshold. */
  readonly pass_when?: boolean | undefined;
  /** The events that it is for: filters, by name and by type. */
  readonly event_name?: string | undefined;
  readonly event_type?: string | undefined;
}

export type OlderMetricUpdate = Omit<MetricUpdate, "type"> & OlderMetricFields;
export type OlderMetricInput = OlderMetricUpdate & { readonly name: string };

/** A metric with what the oldest clients look for. */
export type OlderMetric = Omit<Metric, "type"> &
  OlderMetricFields & { readonly _id: string; readonly type: OlderMetricType };

/** A metric's definition with its defaults filled in. */
export interface MetricContent {
  readonly name: string;
  readonly type: MetricType;
  readonly criteria: string;
  readonly description: string | null;
  readonly return_type: MetricReturnType;
  readonly enabled_in_prod: boolean;
  readonly needs_ground_truth: boolean;
  readonly sampling_percentage: number;
  readonly model_provider: string | null;
  readonly model_name: string | null;
  readonly scale: number | null;
  readonly threshold: MetricThreshold | null;
  readonly categories: NonNullable<MetricInput["categories"]> | null;
  readonly child_metrics: NonNullable<MetricInput["child_metrics"]> | null;
  readonly filters: { readonly filterArray: readonly EventFilter[] };
}

export interface Metric extends MetricContent {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export const onlineStates = ["off", "not_run", "running", "held_up"] as const;

/**
 * How far a metric with `enabled_in_prod` has come with the events of its project. `not_run`: this server does not run
 * metrics of its type. `held_up`: events wait until the model's API, or the store, answers again.
 */
export interface MetricProgress {
  readonly state: (typeof onlineStates)[number];
  /** Why it is not run, or held up. */
  readonly reason: string | null;
  /** Events that got a value since it was enabled first. */
  readonly scored: number;
  /** Events of which it failed: they have an error in `metadata.score_states`. */
  readonly failed: number;
  /** Events that wait for it, as of its last look. */
  readonly waiting: number;
  /** Events that were stored before this time have been seen. */
  readonly done_until: string | null;
  readonly last_error: { readonly message: string; readonly at: string } | null;
}

/** Versions are called v1, v2 and so on; one of them is the one that is used. */
export interface MetricVersion {
  readonly name: string;
  /** SHA-256 of the content. */
  readonly full_sha: string;
  readonly message: string;
  readonly date: string;
  readonly deployed: boolean;
  readonly content: MetricContent;
}

export interface MetricVersionInput {
  readonly message: string;
  readonly content: MetricInput;
  /** Default false: a draft. */
  readonly deploy_immediately?: boolean | undefined;
}

/** Body of `POST /v1/metrics/run`: a definition, stored or not, and the event that it is tried on. */
export interface RunMetricRequest {
  readonly metric: MetricInput;
  readonly event: JsonObject;
}

/** `result` is null, and `explanation` says why, when the evaluator failed. */
export interface RunMetricResponse {
  readonly success: boolean;
  readonly loading: boolean;
  readonly result: boolean | number | string | null;
  readonly explanation: string | null;
}
