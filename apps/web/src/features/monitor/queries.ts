import type { Chart, ChartData, EventFilter } from "@honeyhive/contract";
import { keepPreviousData, type UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { idlePollIntervalMs } from "../../lib/api/run-queries.js";
import type { ChartWindow } from "./model/chart-window.js";
import type { ChartQuestion } from "./model/overview-charts.js";

/** What the server says to the questions of a chart, with what they were asked about. */
export interface ChartAnswer {
  readonly window: ChartWindow;
  readonly filters: readonly EventFilter[];
  /** One for each question. */
  readonly answers: readonly ChartData[];
}

/** While it is asked about another time, or with other filters, the answer before stays. */
export function chartQuery(
  api: Api,
  questions: readonly ChartQuestion[],
  { window, filters }: Pick<ChartAnswer, "window" | "filters">,
): UseQueryOptions<ChartAnswer> {
  return {
    queryKey: [api.scope, "chart", questions, filters, window.ms],
    queryFn: async ({ signal }) => {
      const asked = questions.map((question) =>
        askChart(api, question, { window, filters }, signal),
      );
      return { window, filters, answers: await Promise.all(asked) };
    },
    placeholderData: keepPreviousData,
    refetchInterval: idlePollIntervalMs,
  };
}

function askChart(
  api: Api,
  { metric, aggregation, groupBy, filters: own }: ChartQuestion,
  { window, filters }: Pick<ChartAnswer, "window" | "filters">,
  signal: AbortSignal,
): Promise<ChartData> {
  // From the beginning of its first stretch of time, which would be told in part otherwise.
  const firstMs = Math.floor((Date.now() - window.ms) / window.bucketMs) * window.bucketMs;
  const query = {
    metric,
    aggregation,
    bucket: window.bucket,
    groupBy,
    filters: JSON.stringify([...own, ...filters]),
    dateRange: JSON.stringify({ $gte: firstMs }),
  };
  return api.call("chartEvents", { query, signal });
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
