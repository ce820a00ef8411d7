import type { OperationName } from "@honeyhive/contract";

import {
  createConfiguration,
  deleteConfiguration,
  listConfigurations,
  updateConfiguration,
} from "./configurations.js";
import {
  createDatapoint,
  createDatapoints,
  deleteDatapoint,
  getDatapoint,
  listDatapoints,
  updateDatapoint,
} from "./datapoints.js";
import {
  addDatapoints,
  createDataset,
  deleteDataset,
  listDatasets,
  removeDatapoint,
  updateDataset,
} from "./datasets.js";
import { createEvent, deleteEvent, getEvent, updateEvent, updateEventLegacy } from "./events.js";
import { exportEvents } from "./export.js";
import type { RouteHandler } from "./route-handler.js";
import { compareRunEvents, compareRuns, getRunResult } from "./run-results.js";
import { getRunMetrics, getRunSchema } from "./run-events.js";
import { createRun, deleteRun, getRun, listRuns, updateRun } from "./runs.js";
import { deleteSession, getSession, startSession } from "./sessions.js";

type AuthenticatedOperation = Exclude<OperationName, "getHealth" | "listLocalProjects">;

/** One handler for each operation of the contract; the compiler notices when one is missing. */
export const handlers: Readonly<Record<AuthenticatedOperation, RouteHandler>> = {
  startSessionLegacy: startSession,
  createSession: startSession,
  getSession,
  createEventLegacy: createEvent,
  createEvent,
  updateEventLegacy,
  updateEvent,
  getEvent,
  exportEvents,
  createRun,
  updateRun,
  getRun,
  listRuns,
  getRunResult,
  compareRuns,
  compareRunEvents,
  deleteSession,
  deleteEvent,
  deleteRun,
  getRunsSchema: getRunSchema,
  getRunSchema,
  getRunMetrics,
  listDatasets,
  createDataset,
  updateDataset,
  deleteDataset,
  addDatapoints,
  removeDatapoint,
  listDatapoints,
  createDatapoint,
  createDatapoints,
  getDatapoint,
  updateDatapoint,
  deleteDatapoint,
  listConfigurations,
  createConfiguration,
  updateConfiguration,
  deleteConfiguration,
};
