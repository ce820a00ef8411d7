import { accessRoutes, type AccessOperations } from "./operations/access.js";
import {
  annotationQueueRoutes,
  type AnnotationQueueOperations,
} from "./operations/annotation-queues.js";
import { chartRoutes, type ChartOperations } from "./operations/charts.js";
import { configurationRoutes, type ConfigurationOperations } from "./operations/configurations.js";
import { datasetRoutes, type DatasetOperations } from "./operations/datasets.js";
import { eventRoutes, type EventOperations } from "./operations/events.js";
import { metricRoutes, type MetricOperations } from "./operations/metrics.js";
import type { Routes } from "./operations/route.js";
import { runRoutes, type RunOperations } from "./operations/runs.js";
import { sessionRoutes, type SessionOperations } from "./operations/sessions.js";
import { systemRoutes, type SystemOperations } from "./operations/system.js";
import { toolRoutes, type ToolOperations } from "./operations/tools.js";

/**
 * What each operation takes and gives. `params` fill the path, `query` the query string, `body` is JSON.
 * This table, `routes` and `operationSchemas` have the same keys; the compiler keeps them in step.
 */
export interface Operations
  extends
    SystemOperations,
    SessionOperations,
    EventOperations,
    RunOperations,
    DatasetOperations,
    MetricOperations,
    ChartOperations,
    AnnotationQueueOperations,
    ConfigurationOperations,
    ToolOperations,
    AccessOperations {}

export type OperationName = keyof Operations;

/** By the heading under which the reference lists them. */
export const routeGroups = {
  Sessions: sessionRoutes,
  Events: eventRoutes,
  Runs: runRoutes,
  Datasets: datasetRoutes,
  Metrics: metricRoutes,
  Charts: chartRoutes,
  "Annotation queues": annotationQueueRoutes,
  Configurations: configurationRoutes,
  Tools: toolRoutes,
  "Projects and keys": accessRoutes,
  System: systemRoutes,
} as const;

export const routes: Routes<Operations> = {
  ...sessionRoutes,
  ...eventRoutes,
  ...runRoutes,
  ...datasetRoutes,
  ...metricRoutes,
  ...chartRoutes,
  ...annotationQueueRoutes,
  ...configurationRoutes,
  ...toolRoutes,
  ...accessRoutes,
  ...systemRoutes,
};
