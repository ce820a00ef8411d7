import { chartAggregations, type Chart, type ChartInput } from "@honeyhive/contract";

import type { ChartSpec, ChartUnit } from "./overview-charts.js";

/** A chart that somebody saved, as the page draws it: over the page's time, not the chart's own. */
export function toChartSpec(
  chart: Pick<Chart, "id" | "name" | "metric" | "func" | "groupBy" | "query">,
): ChartSpec {
  const aggregation = chartAggregations.find((name) => name === chart.func) ?? "average";
  return {
    id: chart.id,
    title: chart.name,
    unit: aggregation === "count" ? "count" : unitOf(chart.metric),
    shape: aggregation === "count" || aggregation === "sum" ? "bars" : "lines",
    questions: [
      {
        name: "",
        metric: chart.metric,
        aggregation,
        filters: chart.query ?? [],
        ...(chart.groupBy === null ? {} : { groupBy: chart.groupBy }),
      },
    ],
  };
}

function unitOf(metric: string): ChartUnit {
  if (metric === "duration") return "duration";
  if (/(^|[._])cost$/.test(metric)) return "cost";
  return metric.endsWith("tokens") ? "tokens" : "score";
}

/** Names of the fields of the form that asks for a chart. */
export const chartFields = ["name", "metric", "aggregation", "groupBy"] as const;

export function toChartInput(read: (field: (typeof chartFields)[number]) => string): ChartInput {
  const [name, metric, func, groupBy] = chartFields.map((field) => read(field).trim());
  return {
    name: name === "" || name === undefined ? `${func} of ${metric}` : name,
    metric: metric ?? "",
    func,
    ...(groupBy === "" ? {} : { groupBy }),
  };
}
