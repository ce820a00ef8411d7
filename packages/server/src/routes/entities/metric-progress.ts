import type { Metric, MetricProgress } from "@honeyhive/contract";

import type { OnlineProgress } from "../../online/progress-log.js";
import type { Services } from "../../services.js";
import type { RouteHandler } from "../route-handler.js";

/** A server that runs a metric says so every ten seconds. */
const forgottenMs = 60_000;
const nobody =
  "`online.enabled` is off on this server, and no other one has said lately that it runs the metric. Turn it on.";

export const getMetricProgress: RouteHandler = async ({ params, project }, services) => {
  const metric = await services.metricDefinitions.get(project, params["metric_id"] ?? "");
  const progress = await services.online.read(project.id, metric);
  return toMetricProgress(services, metric, progress);
};

function toMetricProgress(
  { options, evaluators }: Services,
  metric: Metric,
  progress: OnlineProgress | undefined,
): MetricProgress {
  const isLeftAlone =
    !options.online.enabled && Date.now() - (progress?.seen_ms ?? 0) > forgottenMs;
  const notRun = evaluators.whyNotRun(metric) ?? (isLeftAlone ? nobody : undefined);
  const counts = {
    scored: progress?.scored ?? 0,
    failed: progress?.failed ?? 0,
    last_error: progress?.last_error ?? null,
    done_until: progress === undefined ? null : new Date(progress.done_ms).toISOString(),
  };
  if (!metric.enabled_in_prod) return { state: "off", reason: null, ...counts, waiting: 0 };
  if (notRun !== undefined) return { state: "not_run", reason: notRun, ...counts, waiting: 0 };
  const heldUp = progress?.held_up ?? null;
  const state = heldUp === null ? "running" : "held_up";
  return { state, reason: heldUp, ...counts, waiting: progress?.waiting ?? 0 };
}
