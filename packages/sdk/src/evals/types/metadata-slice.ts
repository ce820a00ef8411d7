import type { CaseOutcome } from "@honeyhive/contract";

import type { MetricSummary } from "./metric-summary.js";

/** What the cases came to whose rows say the same in their metadata. */
export interface MetadataSlice {
  /** One of `sliceBy`. */
  readonly key: string;
  /** As text; undefined for rows that do not say it. */
  readonly value: string | undefined;
  /** Trials of its cases. */
  readonly total: number;
  readonly outcomes: Readonly<Record<CaseOutcome, number>>;
  readonly metrics: readonly MetricSummary[];
}
