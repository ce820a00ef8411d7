import { exportEventsRequestSchema, searchEventsRequestSchema } from "@honeyhive/contract/schemas";

import { exportEvents as run } from "../events/export-events.js";
import { parseKnown } from "./known-fields.js";
import { normalizeSearch } from "./normalize-search.js";
import { parseBody } from "./parse.js";
import { readSearch } from "./read-search.js";
import type { RouteHandler } from "./route-handler.js";

export const exportEvents: RouteHandler = async ({ readJson, project }, { store, clock }) => {
  const body = normalizeSearch(await readJson(), clock() / 1000);
  return run(store, project.id, parseKnown(exportEventsRequestSchema, body, true));
};

/** Takes one spelling of everything, and nothing else. */
export const searchEvents: RouteHandler = async ({ readJson, project }, { store }) => {
  const { dateRange, ...search } = parseBody(searchEventsRequestSchema, await readJson());
  const range = { $gte: dateRange?.start_time, $lte: dateRange?.end_time };
  return run(store, project.id, { ...search, dateRange: range });
};

export const listEvents: RouteHandler = async ({ query, project }, { store, clock }) =>
  run(store, project.id, readSearch(query, clock() / 1000));
