import type { MetadataValue } from "@honeyhive/contract";

/** Which cases of a dataset run. Each rule takes from what the one before it has left. */
export interface CaseSelection {
  /** Ids of datapoints; where none is equal to one of them, those that start with it. */
  readonly ids?: string | readonly string[] | undefined;
  /**
   * Rows whose metadata says so: `{ lang: "de" }`, or `{ lang: ["de", "fr"] }` for one of several. A list, such as
   * `tags`, says each of its values.
   */
  readonly metadata?: Readonly<Record<string, MetadataChoice>> | undefined;
  /** The first rows. */
  readonly first?: number | undefined;
  /** So many rows, drawn at random. */
  readonly sample?: number | undefined;
  /** The same seed draws the same rows. Default 0. */
  readonly seed?: number | undefined;
}

export type MetadataChoice = MetadataValue | readonly MetadataValue[];

export interface AppliedSelection {
  /** Datapoints that run. */
  readonly selected: number;
  /** Datapoints of the dataset. */
  readonly total: number;
  /** For people, such as `sample of 20, seed 0`. */
  readonly rule: string;
}
