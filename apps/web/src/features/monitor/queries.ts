import type { Chart, ChartData, EventFilter } from "@honeyhive/contract";
import { keepPreviousData, type UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api-context.js";
import { idlePollIntervalMs } from "../../lib/run-queries.js";
import type { ChartWindow } from "./model/chart-window.js";
import type { ChartQuestion } from "./model/overview-charts.js";

export function chartQuery(
  api: Api,
  question: ChartQuestion,
  window: ChartWindow,
  filters: readonly EventFilter[],
): UseQueryOptions<ChartData> {
  const { metric, aggregation, groupBy } = question;
  const all = [...question.filters, ...filters];
  return {
    queryKey: [api.scope, "chart", metric, aggregation, groupBy, all, window.ms],
    queryFn: ({ signal }) => {
      // From the beginning of its first stretch of time, which would be told in part otherwise.
      const firstMs = Math.floor((Date.now() - window.ms) / window.bucketMs) * window.bucketMs;
      const query = {
        metric,
        aggregation,
        bucket: window.bucket,
        groupBy,
        filters: JSON.stringify(all),
        dateRange: JSON.stringify({ $gte: firstMs }),
      };
      return api.call("chartEvents", { query, signal });
    },
    placeholderData: keepPreviousData,
    refetchInterval: idlePollIntervalMs,
  };
}

export function savedChartsQuery(api: Api): UseQueryOptions<readonly Chart[]> {
  return {
    queryKey: savedChartsKey(api),
    queryFn: async ({ signal }) => (await api.call("listCharts", { signal })).data,
  };
}

export function savedChartsKey(api: Api): readonly unknown[] {
  return [api.scope, "saved-charts"];
}
