import type { IncomingMessage } from "node:http";

import type { OperationName } from "@honeyhive/contract";

import type { Services } from "../services.js";
import { getAbout } from "./operations/about.js";
import { chartEvents } from "./events/chart-events.js";
import {
  createDatapoint,
  createDatapoints,
  deleteDatapoint,
  getDatapoint,
  listDatapoints,
  updateDatapoint,
} from "./datasets/datapoints.js";
import {
  addDatapoints,
  createDataset,
  deleteDataset,
  deleteDatasetLegacy,
  listDatasets,
  removeDatapoint,
  updateDataset,
  updateDatasetLegacy,
} from "./datasets/datasets.js";
import {
  createQueue,
  deleteQueue,
  getQueue,
  listQueues,
  updateQueue,
} from "./entities/annotation-queues.js";
import {
  createChart,
  deleteChart,
  getChart,
  getChartData,
  listCharts,
  updateChart,
} from "./entities/charts.js";
import {
  createConfiguration,
  deleteConfiguration,
  listConfigurations,
  listConfigurationsLegacy,
  updateConfiguration,
} from "./entities/configurations.js";
import {
  createMetricVersion,
  deployMetricVersion,
  listMetricVersions,
} from "./entities/metric-versions.js";
import { getMetricProgress } from "./entities/metric-progress.js";
import {
  createMetric,
  createMetricLegacy,
  deleteMetric,
  deleteMetricLegacy,
  listMetrics,
  listMetricsLegacy,
  updateMetric,
  updateMetricLegacy,
} from "./entities/metrics.js";
import { createKey, listAudit, listKeys, revokeKey } from "./entities/keys.js";
import { createProject, deleteProject, listProjects, updateProject } from "./entities/projects.js";
import { runConfiguration } from "./entities/run-configuration.js";
import { runMetric } from "./entities/run-metric.js";
import { createTool, deleteTool, listTools, updateTool } from "./entities/tools.js";
import {
  addSessionTraces,
  createEvents,
  createEventsLegacy,
  createSessionEvents,
} from "./events/event-batches.js";
import {
  createEvent,
  createEventLegacy,
  deleteEvent,
  getEvent,
  updateEvent,
  updateEventLegacy,
} from "./events/events.js";
import { exportEvents, listEvents, searchEvents } from "./events/export.js";
import { getMedia } from "./events/media.js";
import { createModelEvent, createModelEvents } from "./events/model-events.js";
import { getHealth, getReadiness } from "./operations/health.js";
import { listLocalProjects } from "./operations/local-projects.js";
import type { RouteHandler } from "./route-handler.js";
import {
  compareRunEvents,
  compareRunEventsLegacy,
  compareRuns,
  findRunCases,
  getRunResult,
} from "./runs/run-results.js";
import { getRunMetrics, getRunSchema } from "./runs/run-events.js";
import { createRun, deleteRun, getRun, listRuns, updateRun } from "./runs/runs.js";
import {
  changeSessions,
  createSession,
  deleteSession,
  findRootSpans,
  getSession,
  startSessionLegacy,
} from "./events/sessions.js";

type PublicOperation = "getAbout" | "getHealth" | "getReadiness" | "listLocalProjects";

/** Operations that need no key. */
export const publicHandlers: Readonly<
  Record<
    PublicOperation,
    (services: Services, incoming: IncomingMessage) => Response | Promise<Response>
  >
> = {
  getAbout,
  getHealth,
  getReadiness,
  listLocalProjects,
};

/** One handler for each operation of the contract that needs a key; the compiler notices when one is missing. */
export const handlers: Readonly<Record<Exclude<OperationName, PublicOperation>, RouteHandler>> = {
  startSessionLegacy,
  createSession,
  changeSessions,
  findRootSpans,
  getSession,
  deleteSession,
  addSessionTraces,
  createSessionEvents,
  createEventLegacy,
  createEvent,
  updateEventLegacy,
  updateEvent,
  getEvent,
  getMedia,
  deleteEvent,
  listEvents,
  exportEvents,
  searchEvents,
  createEvents,
  createEventsLegacy,
  createModelEvent,
  createModelEvents,
  createRun,
  updateRun,
  getRun,
  listRuns,
  deleteRun,
  getRunResult,
  findRunCases,
  compareRuns,
  compareRunEvents,
  compareRunEventsLegacy,
  getRunsSchema: getRunSchema,
  getRunSchema,
  getRunMetrics,
  listDatasets,
  createDataset,
  updateDataset,
  updateDatasetLegacy,
  deleteDataset,
  deleteDatasetLegacy,
  addDatapoints,
  removeDatapoint,
  listDatapoints,
  createDatapoint,
  createDatapoints,
  getDatapoint,
  updateDatapoint,
  deleteDatapoint,
  listConfigurations,
  listConfigurationsLegacy,
  createConfiguration,
  updateConfiguration,
  deleteConfiguration,
  runConfiguration,
  chartEvents,
  listCharts,
  createChart,
  getChart,
  getChartData,
  updateChart,
  deleteChart,
  listMetrics,
  listMetricsLegacy,
  createMetric,
  createMetricLegacy,
  updateMetric,
  updateMetricLegacy,
  deleteMetric,
  deleteMetricLegacy,
  listMetricVersions,
  createMetricVersion,
  deployMetricVersion,
  getMetricProgress,
  runMetric,
  listQueues,
  createQueue,
  getQueue,
  updateQueue,
  deleteQueue,
  listTools,
  createTool,
  updateTool,
  deleteTool,
  listProjects,
  createProject,
  updateProject,
  deleteProject,
  listKeys,
  createKey,
  revokeKey,
  listAudit,
};
