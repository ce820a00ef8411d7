import type { RunResult } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { FirstOfMany } from "../../components/grid/first-of-many.js";
import type { CaseRow } from "../../lib/cases/case-row.js";
import { metricKey, metricLabels } from "../../lib/runs/metric-key.js";
import { isLive } from "../../lib/api/run-queries.js";
import { runTrials } from "../../lib/runs/run-trials.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { MetricCard } from "./metric-card.js";
import { labelCounts } from "./model/label-counts.js";
import type { RunSearch } from "./search.js";

export function MetricCards(
  props: ViewProps<RunSearch> & {
    readonly result: RunResult;
    readonly rows: readonly CaseRow[];
  },
): ReactNode {
  const { search, onSearchChange, rows } = props;
  const { details, aggregation_function: aggregation } = props.result.metrics;
  const labels = metricLabels(details);
  if (details.length === 0) return null;
  return (
    <FirstOfMany
      items={details}
      noun="metrics"
      isNeeded={(detail) => search.metric === metricKey(detail)}
      className="grid grid-cols-[repeat(auto-fill,minmax(min(14rem,100%),1fr))] gap-2"
    >
      {(detail) => {
        const key = metricKey(detail);
        return (
          <MetricCard
            key={key}
            label={labels.get(key) ?? detail.metric_name}
            detail={detail}
            aggregation={aggregation}
            isLive={isLive(props.result.status)}
            noun={runTrials(props.result.run_object).noun}
            labels={detail.values.length === 0 ? labelCounts(rows, key) : []}
            selected={search.metric === key ? search : {}}
            onSelect={({ range, label }) => {
              const isOff = range === undefined && label === undefined;
              void onSearchChange({ metric: isOff ? undefined : key, range, label });
            }}
          />
        );
      }}
    </FirstOfMany>
  );
}
