import { sliceCases } from "@honeyhive/contract";

import type { CaseResult } from "../types/case-result.js";
import type { MetadataSlice } from "../types/metadata-slice.js";
import type { MetricSummary } from "../types/metric-summary.js";
import type { ResolvedEvaluation } from "../types/resolved-evaluation.js";
import { countOutcomes, summariseMetrics } from "./summarise.js";

/** What gates call the metric of a slice: `exact_match[lang=de]`. */
export function metricsOfSlices(slices: readonly MetadataSlice[]): MetricSummary[] {
  return slices.flatMap(({ key, value, metrics }) =>
    value === undefined
      ? []
      : metrics.map((metric) => ({ ...metric, name: `${metric.name}[${key}=${value}]` })),
  );
}

/** The same sums as of all cases, of those that say the same of themselves. */
export function sliceRun(
  cases: readonly CaseResult[],
  names: readonly string[],
  { sliceBy, aggregate }: Pick<ResolvedEvaluation, "sliceBy" | "aggregate">,
): MetadataSlice[] {
  return sliceBy.flatMap((key) =>
    sliceCases(cases, key, ({ metadata }) => metadata).map(({ value, cases: own }) => ({
      key,
      value,
      total: own.length,
      outcomes: countOutcomes(own),
      metrics: summariseMetrics(own, names, aggregate),
    })),
  );
}
