import type {
  Metric,
  MetricInput,
  MetricProgress,
  MetricUpdate,
  MetricVersion,
  MetricVersionInput,
  OlderMetric,
  OlderMetricInput,
  OlderMetricUpdate,
  RunMetricRequest,
  RunMetricResponse,
} from "../metric.js";
import { route, type Routes } from "./route.js";

interface MetricsQuery {
  type?: string | undefined;
  id?: string | undefined;
  name?: string | undefined;
}

interface InsertedMetric {
  readonly inserted: boolean;
  readonly metric_id: string;
}

interface Versioned<Data> {
  readonly success: true;
  readonly data: Data;
}

export interface MetricOperations {
  listMetrics: { query: MetricsQuery; response: { readonly metrics: readonly Metric[] } };
  listMetricsLegacy: { query: MetricsQuery; response: readonly OlderMetric[] };
  createMetric: { body: MetricInput; response: InsertedMetric };
  createMetricLegacy: { body: OlderMetricInput; response: InsertedMetric };
  updateMetric: {
    params: { metric_id: string };
    body: MetricUpdate;
    response: { readonly updated: boolean };
  };
  updateMetricLegacy: {
    body: OlderMetricUpdate & {
      readonly id?: string | undefined;
      readonly metric_id?: string | undefined;
    };
    response: { readonly updated: boolean };
  };
  deleteMetric: { params: { metric_id: string }; response: { readonly deleted: boolean } };
  deleteMetricLegacy: { query: { metric_id: string }; response: { readonly deleted: boolean } };
  listMetricVersions: {
    params: { metric_id: string };
    response: Versioned<readonly MetricVersion[]>;
  };
  createMetricVersion: {
    params: { metric_id: string };
    body: MetricVersionInput;
    response: Versioned<MetricVersion>;
  };
  deployMetricVersion: {
    params: { metric_id: string; version_name: string };
    response: Versioned<MetricVersion>;
  };
  getMetricProgress: { params: { metric_id: string }; response: MetricProgress };
  runMetric: { body: RunMetricRequest; response: RunMetricResponse };
}

export const metricRoutes: Routes<MetricOperations> = {
  listMetrics: route("GET /v1/metrics", "The metrics that match."),
  listMetricsLegacy: route("GET /metrics", "A bare list in older words; use GET /v1/metrics.", {
    isOlder: true,
  }),
  createMetric: route("POST /v1/metrics", "Creates a metric, with its first version."),
  createMetricLegacy: route("POST /metrics", "Takes older words too; use POST /v1/metrics.", {
    isOlder: true,
  }),
  updateMetric: route(
    "PUT /v1/metrics/{metric_id}",
    "Changes the fields that are named; the result is a new version, and is used.",
    { aliases: ["/metrics/{metric_id}"] },
  ),
  updateMetricLegacy: route(
    "PUT /v1/metrics",
    "Changes a metric; use PUT /v1/metrics/{metric_id}.",
    {
      aliases: ["/metrics"],
      isOlder: true,
    },
  ),
  deleteMetric: route("DELETE /v1/metrics/{metric_id}", "Deletes a metric with its versions.", {
    aliases: ["/metrics/{metric_id}"],
  }),
  deleteMetricLegacy: route(
    "DELETE /v1/metrics",
    "Deletes a metric; use DELETE /v1/metrics/{metric_id}.",
    { aliases: ["/metrics"], isOlder: true },
  ),
  listMetricVersions: route(
    "GET /v1/metrics/{metric_id}/versions",
    "All versions of a metric, oldest first.",
  ),
  createMetricVersion: route(
    "POST /v1/metrics/{metric_id}/versions",
    "Keeps a version: a draft, unless `deploy_immediately` says that it is used from now on.",
  ),
  deployMetricVersion: route(
    "POST /v1/metrics/{metric_id}/versions/{version_name}/deploy",
    "Uses this version from now on, instead of the one before.",
  ),
  getMetricProgress: route(
    "GET /v1/metrics/{metric_id}/progress",
    "How far a metric that is enabled has come with the events that come in.",
  ),
  runMetric: route(
    "POST /v1/metrics/run",
    "Tries a metric on an event: JavaScript in a sandbox, or a prompt with the model that the server knows.",
    { aliases: ["/v1/metrics/run_metric", "/metrics/run_metric"] },
  ),
};
