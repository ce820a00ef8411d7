/** Which cases of a dataset run. Each rule takes from what the one before it has left. */
export interface CaseSelection {
  /** Ids of datapoints; where none is equal to one of them, those that start with it. */
  readonly ids?: string | readonly string[] | undefined;
  /** The first rows. */
  readonly first?: number | undefined;
  /** So many rows, drawn at random. */
  readonly sample?: number | undefined;
  /** The same seed draws the same rows. Default 0. */
  readonly seed?: number | undefined;
}

export interface AppliedSelection {
  /** Datapoints that run. */
  readonly selected: number;
  /** Datapoints of the dataset. */
  readonly total: number;
  /** For people, such as `sample of 20, seed 0`. */
  readonly rule: string;
}
