import { operationSchemas } from "@honeyhive/contract/schemas";

import { parseBody } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";
import { toMetricContent } from "./metric-versions.js";

export const runMetric: RouteHandler = async (
  { readJson, project },
  { evaluators, metricDefinitions },
) => {
  const { metric, event } = parseBody(operationSchemas.runMetric.body, await readJson());
  const definitions = metric.type === "COMPOSITE" ? await metricDefinitions.list(project) : [];
  return evaluators.run(toMetricContent(metric), event, definitions);
};
