import type { Operations } from "../operations.js";
import { accessSchemas } from "./operations/access.js";
import { annotationQueueSchemas } from "./operations/annotation-queues.js";
import { chartSchemas } from "./operations/charts.js";
import { configurationSchemas } from "./operations/configurations.js";
import { datasetSchemas } from "./operations/datasets.js";
import { eventSchemas } from "./operations/events.js";
import { metricSchemas } from "./operations/metrics.js";
import { runSchemas } from "./operations/runs.js";
import type { SchemasOf } from "./operations/schemas-of.js";
import { sessionSchemas } from "./operations/sessions.js";
import { systemSchemas } from "./operations/system.js";
import { toolSchemas } from "./operations/tools.js";

/** Body, query and answer of each operation. */
export const operationSchemas: SchemasOf<Operations> = {
  ...sessionSchemas,
  ...eventSchemas,
  ...runSchemas,
  ...datasetSchemas,
  ...metricSchemas,
  ...chartSchemas,
  ...annotationQueueSchemas,
  ...configurationSchemas,
  ...toolSchemas,
  ...accessSchemas,
  ...systemSchemas,
};
