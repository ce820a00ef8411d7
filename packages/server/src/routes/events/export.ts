import type { ExportEventsRequest } from "@honeyhive/contract";
import { exportEventsRequestSchema, searchEventsRequestSchema } from "@honeyhive/contract/schemas";

import { exportEvents as run } from "../../events/export-events.js";
import type { Project } from "../../lib/project.js";
import type { Services } from "../../services.js";
import { parseKnown } from "../request/known-fields.js";
import { normalizeSearch } from "../request/normalize-search.js";
import { parseBody } from "../request/parse.js";
import { readScope } from "../request/read-scope.js";
import { readSearch } from "../request/read-search.js";
import type { RouteHandler } from "../route-handler.js";

export const exportEvents: RouteHandler = async ({ readJson, project }, services) => {
  const body = normalizeSearch(await readJson(), services.clock() / 1000);
  return answer(services, project, parseKnown(exportEventsRequestSchema, body, true));
};

/** Takes one spelling of everything, and nothing else. */
export const searchEvents: RouteHandler = async ({ readJson, project }, services) => {
  const { dateRange, ...search } = parseBody(searchEventsRequestSchema, await readJson());
  const range = { $gte: dateRange?.start_time, $lte: dateRange?.end_time };
  return answer(services, project, { ...search, dateRange: range });
};

export const listEvents: RouteHandler = async ({ query, project }, services) =>
  answer(services, project, readSearch(query, services.clock() / 1000));

async function answer(
  services: Services,
  project: Project,
  { evaluation_id: runId, ...request }: ExportEventsRequest,
): Promise<object> {
  const scope = await readScope(services, project, runId);
  return run(services.store, project.id, { ...request, run: scope });
}
