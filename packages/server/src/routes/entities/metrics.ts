import type { Metric } from "@honeyhive/contract";
import { metricContentSchema, operationSchemas } from "@honeyhive/contract/schemas";

import { withoutUndefined, type CollectionKind } from "../../entities/entity-collection.js";
import { toMetric } from "../../entities/to-metric.js";
import type { Services } from "../../services.js";
import { parseBody, readNames } from "../request/parse.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";
import { fromOlder, toOlderMetric } from "./older-metric.js";
import { addVersion, readVersions, toMetricContent } from "./metric-versions.js";

/** The body holds the definition in use and all versions, so that both always change together. */
export const metricKind: CollectionKind<Metric> = {
  kind: "metric",
  noun: "a metric",
  notFound: "METRIC_NOT_FOUND",
  path: "/v1/metrics",
  toItem: toMetric,
};

export const listMetrics: RouteHandler = async (request, services) => ({
  metrics: await findMetrics(request, services),
});

/** The oldest clients get a bare list. */
export const listMetricsLegacy: RouteHandler = async (request, services) => {
  const metrics = await findMetrics(request, services);
  return metrics.map((metric) => toOlderMetric(metric, request.project.name));
};

async function findMetrics(
  { query, project }: RouteRequest,
  { metricDefinitions }: Services,
): Promise<Metric[]> {
  const [type, id, name] = ["type", "id", "name"].map((key) => query.get(key) || undefined);
  const all = await metricDefinitions.list(project);
  return all.filter(
    (metric) =>
      (type ?? metric.type) === metric.type &&
      (id ?? metric.id) === metric.id &&
      (name ?? metric.name) === metric.name,
  );
}

export const createMetric: RouteHandler = async (
  { readJson, project, ids },
  { metricDefinitions, clock },
) => {
  const input = parseBody(operationSchemas.createMetric.body, await readJson());
  const content = toMetricContent(input);
  const first = { content, message: "Created.", isDeployed: true, nowMs: clock() / 1000 };
  const { id } = await metricDefinitions.create(
    project,
    content.name,
    addVersion([], first).body,
    ids,
  );
  return { inserted: true, metric_id: id };
};

export const createMetricLegacy: RouteHandler = async (request, services) => {
  const given = parseBody(operationSchemas.createMetricLegacy.body, await request.readJson());
  return createMetric({ ...request, readJson: () => Promise.resolve(fromOlder(given)) }, services);
};

export const updateMetric: RouteHandler = async (
  { readJson, params, project },
  { metricDefinitions, clock },
) => {
  const update = parseBody(operationSchemas.updateMetric.body, await readJson());
  await metricDefinitions.change(project, params["metric_id"] ?? "", (entity) => {
    const known = toMetric(entity);
    const content = metricContentSchema.parse({ ...known, ...withoutUndefined(update) });
    const next = { content, message: "Changed.", isDeployed: true, nowMs: clock() / 1000 };
    return { name: content.name, body: addVersion(readVersions(entity), next).body };
  });
  return { updated: true };
};

/** Older clients name the metric in the body. */
export const updateMetricLegacy: RouteHandler = async (request, services) => {
  const { id, metric_id, ...given } = parseBody(
    operationSchemas.updateMetricLegacy.body,
    await request.readJson(),
  );
  const update = fromOlder(given);
  const renamed = {
    params: { metric_id: metric_id ?? id ?? "" },
    readJson: () =>
      Promise.resolve(given.type === "custom" ? { ...update, type: undefined } : update),
  };
  return updateMetric({ ...request, ...renamed }, services);
};

export const deleteMetric: RouteHandler = async (
  { params, project },
  { metricDefinitions, online },
) => {
  const id = params["metric_id"] ?? "";
  await metricDefinitions.remove(project, id);
  await online.forget(project.id, { id });
  return { deleted: true };
};

/** Older clients name the metric in the query string. */
export const deleteMetricLegacy: RouteHandler = (request, services) =>
  deleteMetric({ ...request, params: readNames(request.query, ["metric_id"]) }, services);
