import { createHash } from "node:crypto";

import type { JsonObject, MetricContent, MetricInput, MetricVersion } from "@honeyhive/contract";
import {
  metricContentSchema,
  metricVersionSchema,
  operationSchemas,
} from "@honeyhive/contract/schemas";
import { z } from "zod";

import { withoutUndefined } from "../../entities/entity-collection.js";
import type { Entity } from "../../entities/entity-row.js";
import { HttpError } from "../../lib/http-error.js";
import { parseBody } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";

export const listMetricVersions: RouteHandler = async (
  { params, project },
  { metricDefinitions },
) => {
  const entity = await metricDefinitions.getEntity(project, params["metric_id"] ?? "");
  return { success: true, data: readVersions(entity) };
};

export const createMetricVersion: RouteHandler = async (
  { readJson, params, project },
  { metricDefinitions, clock },
) => {
  const body = parseBody(operationSchemas.createMetricVersion.body, await readJson());
  requireParts(body.content);
  const content = toMetricContent(body.content);
  const isDeployed = body.deploy_immediately === true;
  let created: MetricVersion | undefined;
  await metricDefinitions.change(project, params["metric_id"] ?? "", (entity) => {
    const given = { content, message: body.message, isDeployed, nowMs: clock() / 1000 };
    const added = addVersion(readVersions(entity), given);
    created = added.version;
    return isDeployed
      ? { name: content.name, body: added.body }
      : { body: { versions: added.body["versions"] } };
  });
  return { success: true, data: created };
};

export const deployMetricVersion: RouteHandler = async (
  { params, project },
  { metricDefinitions },
) => {
  const { metric_id: id = "", version_name: name = "" } = params;
  let deployed: MetricVersion | undefined;
  await metricDefinitions.change(project, id, (entity) => {
    const versions = readVersions(entity).map((version) => ({
      ...version,
      deployed: version.name === name,
    }));
    deployed = versions.find((version) => version.deployed);
    if (deployed === undefined) throw unknownVersion(name, id);
    return { name: deployed.content.name, body: { content: deployed.content, versions } };
  });
  return { success: true, data: deployed };
};

export function readVersions({ body }: Entity): MetricVersion[] {
  return z.array(metricVersionSchema).parse(body["versions"]);
}

interface NewVersion {
  readonly content: MetricContent;
  readonly message: string;
  readonly isDeployed: boolean;
  readonly nowMs: number;
}

/**
 * The version, and the metric's body with it. At most one version is deployed. The same as the latest is the latest: a
 * server may have died after it had stored it, and be asked again.
 */
export function addVersion(
  known: readonly MetricVersion[],
  { content, message, isDeployed, nowMs }: NewVersion,
): { readonly version: MetricVersion; readonly body: JsonObject } {
  const full_sha = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const latest = known.at(-1);
  const isRepeated = latest?.full_sha === full_sha && latest.message === message;
  if (isRepeated && (latest.deployed || !isDeployed)) {
    return { version: latest, body: { content, versions: [...known] } };
  }
  const version: MetricVersion = {
    name: `v${known.length + 1}`,
    full_sha,
    message,
    date: new Date(nowMs).toISOString(),
    deployed: isDeployed,
    content,
  };
  const others = known.map((one) => (isDeployed ? { ...one, deployed: false } : one));
  return { version, body: { content, versions: [...others, version] } };
}

/** A definition with the documented defaults. */
export function toMetricContent(input: MetricInput): MetricContent {
  return metricContentSchema.parse({
    description: "",
    return_type: "float",
    enabled_in_prod: input.type === "HUMAN",
    needs_ground_truth: false,
    sampling_percentage: 10,
    model_provider: null,
    model_name: null,
    scale: null,
    threshold: null,
    categories: null,
    child_metrics: null,
    filters: { filterArray: [] },
    ...withoutUndefined(input),
  });
}

function requireParts({ type, model_provider, model_name, child_metrics }: MetricInput): void {
  const missing = {
    model_provider: type === "LLM" && !model_provider,
    model_name: type === "LLM" && !model_name,
    child_metrics: type === "COMPOSITE" && !child_metrics,
  };
  const field = Object.entries(missing).find(([, isMissing]) => isMissing)?.[0];
  if (field === undefined) return;
  throw new HttpError(
    400,
    "INVALID_REQUEST",
    `Expected \`content.${field}\` of a metric of type ${type}, got none. Add it.`,
    { field: `content.${field}` },
  );
}

function unknownVersion(name: string, metricId: string): HttpError {
  return new HttpError(
    404,
    "METRIC_VERSION_NOT_FOUND",
    `Expected a version of the metric \`${metricId}\`, got the unknown name \`${name}\`. ` +
      `List them with GET /v1/metrics/${metricId}/versions.`,
  );
}
