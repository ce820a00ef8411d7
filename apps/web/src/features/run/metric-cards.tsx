import type { RunResult } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { metricKey, metricLabels } from "../../lib/metric-key.js";
import { isLive } from "../../lib/run-queries.js";
import type { ViewProps } from "../../lib/view-props.js";
import { MetricCard } from "./metric-card.js";
import type { RunSearch } from "./search.js";

export function MetricCards(
  props: ViewProps<RunSearch> & { readonly result: RunResult },
): ReactNode {
  const { search, onSearchChange } = props;
  const { details, aggregation_function: aggregation } = props.result.metrics;
  const labels = metricLabels(details);
  if (details.length === 0) return null;
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(14rem,100%),1fr))] gap-2">
      {details.map((detail) => {
        const key = metricKey(detail);
        return (
          <MetricCard
            key={key}
            label={labels.get(key) ?? detail.metric_name}
            detail={detail}
            aggregation={aggregation}
            isLive={isLive(props.result.status)}
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
