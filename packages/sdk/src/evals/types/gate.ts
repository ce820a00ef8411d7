/**
 * What a metric, or what an evaluator of the run came to, must keep for the run to be good. A name that both have is an
 * error: rename one evaluator. With `sliceBy: "lang"`, `exact_match[lang=de]` is the metric of a slice.
 */
export interface Gate {
  /** Smallest mean, or what `aggregate` makes of the metric. */
  readonly min?: number | undefined;
  /** Largest one. */
  readonly max?: number | undefined;
  /** Fails when the metric is worse than in the baseline beyond chance, and by more than this. Needs `baseline`; scores of the whole run and of slices are not compared. */
  readonly maxRegression?: number | undefined;
}

export interface GateResult {
  readonly metric: string;
  readonly hasPassed: boolean;
  readonly message: string;
}
