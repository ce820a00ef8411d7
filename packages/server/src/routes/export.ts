import { exportEventsRequestSchema } from "@honeyhive/contract/schemas";

import { exportEvents as run } from "../events/export-events.js";
import { normalizeSearch } from "./normalize-search.js";
import { parseBody } from "./parse.js";
import type { RouteHandler } from "./route-handler.js";

export const exportEvents: RouteHandler = async ({ readJson, project }, { store, clock }) => {
  const body = normalizeSearch(await readJson(), clock() / 1000);
  return run(store, project.id, parseBody(exportEventsRequestSchema, body));
};
