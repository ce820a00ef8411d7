import type { ExperimentRun } from "./run.js";

/** `cannot-tell`: the cases that differ are too few to rule out chance. */
export type Verdict = "better" | "worse" | "same" | "cannot-tell";

export type Presence = "both" | "new" | "old";

/** Of 95 %. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** One metric of one kind of event, compared over the datapoints that both runs scored. */
export interface MetricComparison {
  readonly metric_name: string;
  readonly metric_type: string;
  readonly event_name: string;
  readonly event_type: string;
  /** Which of the runs have it. One that only one run has is listed and not judged. */
  readonly presence: Presence;
  /**
   * Aggregates are over the paired datapoints only, and null when there are none; of a metric that only one run has, over
   * all of that run's.
   */
  readonly old_aggregate: number | null;
  readonly new_aggregate: number | null;
  /** new minus old. */
  readonly difference: number | null;
  /** 95 % interval of the difference of means over datapoints; null for other aggregates and where too few changed to say. */
  readonly difference_interval: Interval | null;
  readonly percentage_change: number | null;
  readonly found_count: number;
  readonly improved_count: number;
  readonly degraded_count: number;
  readonly same_count: number;
  /** Datapoint ids. */
  readonly improved: readonly string[];
  readonly degraded: readonly string[];
  readonly same: readonly string[];
  /** Values in the order of the paired datapoints. */
  readonly old_values: readonly number[];
  readonly new_values: readonly number[];
  readonly verdict: Verdict;
  /** Two-sided; exact McNemar when every value is 0 or 1, paired sign-flip permutation otherwise. */
  readonly p_value: number | null;
  /** After Holm's correction over the metrics of the comparison; what the verdict rests on. */
  readonly adjusted_p_value: number | null;
  /** With `cannot-tell`: about how many paired cases would settle a difference of this size (80 % power). */
  readonly needed_count: number | null;
  /** Of what is text in both runs; where there are no scores, they are `same` when none of it changed. */
  readonly labels?: MetricLabels | undefined;
}

export interface MetricLabels {
  /** Trials of common datapoints to which both runs gave a text. */
  readonly found_count: number;
  readonly changed_count: number;
  /** Datapoint ids. */
  readonly changed: readonly string[];
}

/** `GET /v1/runs/{new}/compare-with/{old}`. */
export interface RunComparison {
  readonly metrics: readonly MetricComparison[];
  /** What cases took, by `usageNames`, where both runs say it; less is better. Servers that do not say it have none. */
  readonly usage?: readonly MetricComparison[] | undefined;
  /** What is compared: in both runs, with the same content. */
  readonly commonDatapoints: readonly string[];
  readonly new_only_datapoints: readonly string[];
  readonly old_only_datapoints: readonly string[];
  /** In both runs under the same id, with other inputs or another ground truth. They are not compared. */
  readonly edited_datapoints: readonly string[];
  readonly event_details: readonly {
    readonly event_name: string;
    readonly event_type: string;
    readonly presence: "old" | "new" | "both";
  }[];
  readonly old_run: ExperimentRun;
  readonly new_run: ExperimentRun;
}
