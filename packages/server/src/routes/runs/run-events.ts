import { groupBy } from "../../lib/group-by.js";
import { compileDateRange, compileFilters } from "../../queries/compile-filter.js";
import { findEventFields } from "../../queries/find-event-fields.js";
import { findRunMetrics } from "../../queries/find-run-metrics.js";
import { findRunScope } from "../../runs/find-run-scope.js";
import { readScope } from "../request/read-scope.js";
import { readSearch } from "../request/read-search.js";
import type { RouteHandler } from "../route-handler.js";
import { requireRun } from "./runs.js";

export const getRunMetrics: RouteHandler = async (request, services) => {
  const { filters = [], dateRange } = readSearch(request.query, services.clock() / 1000);
  const conditions = [...compileFilters(filters), ...compileDateRange(dateRange)];
  const { params, project } = request;
  const run = requireRun(request, services, "run_id");
  const scope = await findRunScope(services, project.id, {
    runId: params["run_id"] ?? "",
    run,
  });
  const found = findRunMetrics(project.id, scope, conditions);
  const events = await services.store.select(found);
  return { events, totalEvents: events.length };
};

/** Of one run, or of all runs of the project. */
export const getRunSchema: RouteHandler = async (request, services) => {
  const runId = request.params["run_id"] ?? (request.query.get("evaluation_id") || undefined);
  if (request.params["run_id"] !== undefined) await requireRun(request, services, "run_id");
  const { dateRange } = readSearch(request.query, services.clock() / 1000);
  const run = await readScope(services, request.project, runId);
  const found = findEventFields(request.project.id, run, compileDateRange(dateRange));
  const groups = await services.store.select(found);
  const fields = groups.flatMap(({ eventType, fields: names }) =>
    names.map((name) => ({ name, event_type: eventType })),
  );
  const unique = groupBy(fields, ({ name, event_type }) => JSON.stringify([name, event_type]));
  const byName = groupBy(groups, ({ eventName }) => eventName);
  return {
    fields: [...unique.values()].flatMap(([first]) => first ?? []),
    datasets: [...new Set(groups.flatMap(({ datasetIds }) => datasetIds))],
    mappings: Object.fromEntries(
      [...byName].map(([eventName, own]) => [
        eventName,
        own.flatMap(({ eventType, fields: names }) =>
          names.map((name) => ({ field_name: name, event_type: eventType })),
        ),
      ]),
    ),
  };
};
