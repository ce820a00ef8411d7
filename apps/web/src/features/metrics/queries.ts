import type { Event, Metric, MetricProgress, MetricVersion } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";

/** Of everything that is kept of metrics. */
export function metricsKey(api: Api): readonly unknown[] {
  return [api.scope, "metrics"];
}

/** All metrics of the project, the one changed last first. */
export function metricsQuery(api: Api): UseQueryOptions<readonly Metric[]> {
  return {
    queryKey: metricsKey(api),
    queryFn: async ({ signal }) => {
      const { metrics } = await api.call("listMetrics", { query: {}, signal });
      return metrics.toSorted((left, right) => right.updated_at.localeCompare(left.updated_at));
    },
  };
}

/** The newest first. */
export function versionsQuery(
  api: Api,
  metricId: string,
): UseQueryOptions<readonly MetricVersion[]> {
  return {
    queryKey: [...metricsKey(api), metricId, "versions"],
    queryFn: async ({ signal }) => {
      const params = { metric_id: metricId };
      return (await api.call("listMetricVersions", { params, signal })).data.toReversed();
    },
  };
}

const progressIntervalMs = 2000;

/** How far a metric has come with what comes in. */
export function progressQuery(
  api: Api,
  { id, enabled_in_prod: isOn }: Pick<Metric, "id" | "enabled_in_prod">,
): UseQueryOptions<MetricProgress> {
  return {
    queryKey: [...metricsKey(api), id, "progress", isOn],
    queryFn: ({ signal }) => api.call("getMetricProgress", { params: { metric_id: id }, signal }),
    refetchInterval: isOn ? progressIntervalMs : false,
  };
}

const countUpTo = 1_000;

export interface MetricUse {
  readonly count: number;
  readonly isMore: boolean;
  readonly latest: Event | undefined;
}

/** How many spans have a value under the metric's name. */
export function metricUseQuery(api: Api, name: string): UseQueryOptions<MetricUse> {
  return {
    queryKey: [...metricsKey(api), "use", name],
    queryFn: async ({ signal }) => {
      const filters = [{ field: `metrics.${name}`, operator: "exists" } as const];
      const body = { filters, limit: 1, totalUpTo: countUpTo };
      const { events, totalEvents, moreThanTotal } = await api.call("exportEvents", {
        body,
        signal,
      });
      return { count: totalEvents, isMore: moreThanTotal === true, latest: events[0] };
    },
  };
}

/** What a metric can be tried on without looking for it. */
export function recentSpansQuery(api: Api): UseQueryOptions<readonly Event[]> {
  return {
    queryKey: [api.scope, "recent-spans"],
    queryFn: async ({ signal }) => {
      const filters = [{ field: "event_type", operator: "is not", value: "session" } as const];
      return (await api.call("exportEvents", { body: { filters, limit: 30 }, signal })).events;
    },
  };
}
