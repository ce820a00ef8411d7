import type { MetricComparison, RunComparison, RunResult } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { FirstOfMany, firstCards } from "../../components/grid/first-of-many.js";
import { metricKey, metricLabels } from "../../lib/runs/metric-key.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { parseScoreChange } from "./model/change.js";
import { labelShifts, type LabelShifts } from "./model/label-shift.js";
import { worstFirst } from "./model/worst-first.js";
import type { CompareSearch } from "./search.js";
import { VerdictCard } from "./verdict-card.js";

export function VerdictStrip(
  props: ViewProps<CompareSearch> & {
    readonly comparison: RunComparison;
    /** Undefined while they are read. */
    readonly newResult: RunResult | undefined;
    readonly oldResult: RunResult | undefined;
  },
): ReactNode {
  const { search, onSearchChange } = props;
  const shifts = useShifts(props);
  const { metrics } = props.comparison;
  const labels = metricLabels(metrics);
  if (metrics.length === 0) {
    return <p className="text-muted">The two runs have no metric in common.</p>;
  }
  return (
    <FirstOfMany
      items={metrics.length > firstCards ? worstFirst(metrics) : metrics}
      noun="metrics"
      isNeeded={(metric) => search.metric === metricKey(metric)}
      className="grid grid-cols-[repeat(auto-fill,minmax(min(22rem,100%),1fr))] gap-2"
    >
      {(metric) => {
        const key = metricKey(metric);
        return (
          <VerdictCard
            key={key}
            label={labels.get(key) ?? metric.metric_name}
            metric={metric}
            shifts={shifts.get(metric)}
            selected={search.metric === key ? parseScoreChange(search.change) : undefined}
            onSelect={(change) =>
              void onSearchChange({ change, metric: change === undefined ? undefined : key })
            }
          />
        );
      }}
    </FirstOfMany>
  );
}

/** Of the metrics that no number was found of. */
function useShifts(props: {
  readonly comparison: RunComparison;
  readonly newResult: RunResult | undefined;
  readonly oldResult: RunResult | undefined;
}): ReadonlyMap<MetricComparison, LabelShifts> {
  const { comparison, newResult, oldResult } = props;
  return useMemo(() => {
    if (newResult === undefined || oldResult === undefined) return new Map();
    const runs = { old: oldResult, new: newResult };
    const unmeasured = comparison.metrics.filter(
      ({ presence, found_count }) => presence === "both" && found_count === 0,
    );
    return new Map(
      unmeasured.flatMap((metric) => {
        const shifts = labelShifts(metric, runs);
        return shifts === undefined ? [] : [[metric, shifts] as const];
      }),
    );
  }, [comparison, newResult, oldResult]);
}
