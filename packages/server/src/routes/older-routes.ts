import type { Route } from "@honeyhive/contract";

import { createEventBatch, createSessionEvents } from "./event-batches.js";
import { exportEvents } from "./export.js";
import { createModelEvent, createModelEventBatch } from "./model-events.js";
import type { RouteHandler } from "./route-handler.js";
import { compareRunEvents } from "./run-results.js";
import { getSession } from "./sessions.js";

export interface MountedRoute {
  readonly method: Route["method"];
  readonly path: string;
  readonly handler: RouteHandler;
}

/** Routes that older official clients use and our own do not. */
export const olderRoutes: readonly MountedRoute[] = [
  { method: "GET", path: "/session/:session_id", handler: getSession },
  { method: "POST", path: "/session/:session_id/traces", handler: createSessionEvents },
  { method: "POST", path: "/v1/sessions/:session_id/events/batch", handler: createSessionEvents },
  { method: "POST", path: "/events/batch", handler: createEventBatch },
  { method: "POST", path: "/events/model", handler: createModelEvent },
  { method: "POST", path: "/events/model/batch", handler: createModelEventBatch },
  { method: "POST", path: "/v1/events/batch", handler: createEventBatch },
  { method: "POST", path: "/v1/events/search", handler: exportEvents },
  {
    method: "GET",
    path: "/v1/runs/compare/events",
    handler: (request, services) => {
      const new_run_id = request.query.get("run_id_1") ?? "";
      const old_run_id = request.query.get("run_id_2") ?? "";
      return compareRunEvents({ ...request, params: { new_run_id, old_run_id } }, services);
    },
  },
];
