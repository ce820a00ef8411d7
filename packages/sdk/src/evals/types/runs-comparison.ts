import type { CaseMetricComparison, RunChange } from "@honeyhive/contract";

import type { Likeness } from "./likeness.js";

export interface ComparedMetric extends Omit<CaseMetricComparison, "pairs" | "isOfCase"> {
  /** Cases that both runs scored. */
  readonly paired: number;
}

export interface RunsComparison {
  readonly newName: string;
  readonly oldName: string;
  readonly oldRunId: string | undefined;
  /** The comparison's page in the UI of the server, where it holds both runs. */
  readonly url?: string | undefined;
  /** ISO 8601. */
  readonly oldStartedAt: string | undefined;
  /** What the baseline, where it was looked for, has in common with the run. */
  readonly likeness: Likeness | undefined;
  /** What else is different: metadata, configuration, dataset, commit and machine, as far as both runs say it. */
  readonly changes: readonly RunChange[];
  /** Those that only one of the runs has are listed, and not judged. */
  readonly metrics: readonly ComparedMetric[];
  /**
   * What cases took, where both runs say it: `duration_ms` of the function, `total_tokens` and `cost_usd` of a case; less is
   * better. Corrected by itself, and judged by no gate.
   */
  readonly usage: readonly ComparedMetric[];
  /** Datapoint ids: these are compared. */
  readonly common: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The same id with other inputs or another ground truth. They are not compared. */
  readonly edited: readonly string[];
}
