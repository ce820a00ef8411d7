import type { MetricDetail, RunResult } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { metricKey, metricLabels } from "../../lib/metric-key.js";
import { MetricCard } from "./metric-card.js";
import type { RunViewProps } from "./run-page.js";

export function MetricCards(props: RunViewProps & { readonly result: RunResult }): ReactNode {
  const { search, onSearchChange } = props;
  const { details, aggregation_function: aggregation } = props.result.metrics;
  const labels = resultMetricLabels(details);
  if (details.length === 0) return null;
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(14rem,100%),1fr))] gap-2">
      {details.map((detail) => {
        const key = detailKey(detail);
        return (
          <MetricCard
            key={key}
            label={labels.get(key) ?? detail.metric_name}
            detail={detail}
            aggregation={aggregation}
            selectedRange={search.metric === key ? search.range : undefined}
            onSelectRange={(range) =>
              void onSearchChange({ metric: range === undefined ? undefined : key, range })
            }
          />
        );
      })}
    </div>
  );
}

export function resultMetricLabels(details: readonly MetricDetail[]): ReadonlyMap<string, string> {
  return metricLabels(details.map(toNamed));
}

function detailKey(detail: MetricDetail): string {
  return metricKey(toNamed(detail));
}

function toNamed(detail: MetricDetail): Parameters<typeof metricKey>[0] {
  return {
    metric: detail.metric_name,
    eventName: detail.event_name,
    eventType: detail.event_type,
  };
}
