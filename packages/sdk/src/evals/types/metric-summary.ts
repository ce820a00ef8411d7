/**
 * `total = counted + errors + notScorable + missing`, in trials. The mean is over the cases that were counted, each first
 * averaged over its trials.
 */
export interface MetricSummary {
  readonly name: string;
  /** Null when nothing was counted. */
  readonly mean: number | null;
  /** What `aggregate` makes of the same values: by default the mean. Gates are about it. */
  readonly aggregate: number | null;
  readonly counted: number;
  readonly errors: number;
  readonly notScorable: number;
  /** Cases whose function gave nothing to score. */
  readonly missing: number;
  readonly total: number;
}
