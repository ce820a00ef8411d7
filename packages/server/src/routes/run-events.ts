import type { DateRange, EventFilter } from "@honeyhive/contract";
import { dateRangeSchema, eventFilterSchema } from "@honeyhive/contract/schemas";
import { z } from "zod";

import { groupBy } from "../group-by.js";
import { compileDateRange, compileFilter } from "../queries/compile-filter.js";
import { findEventFields } from "../queries/find-event-fields.js";
import { findRunMetrics } from "../queries/find-run-metrics.js";
import type { Services } from "../services.js";
import { normalizeSearch } from "./normalize-search.js";
import { parseBody } from "./parse.js";
import type { RouteHandler } from "./route-handler.js";
import { requireRun } from "./runs.js";

export const getRunMetrics: RouteHandler = async (request, services) => {
  const run = await requireRun(request, services, "run_id");
  const { filters, dateRange } = readSearch(request.query, services);
  const conditions = [...filters.map(compileFilter), ...compileDateRange(dateRange)];
  const found = findRunMetrics(request.project.id, run, conditions);
  const events = await services.store.select(found);
  return { events, totalEvents: events.length };
};

/** Of one run, or of all runs of the project. */
export const getRunSchema: RouteHandler = async (request, services) => {
  const runId = request.params["run_id"] ?? (request.query.get("evaluation_id") || undefined);
  if (request.params["run_id"] !== undefined) await requireRun(request, services, "run_id");
  const { dateRange } = readSearch(request.query, services);
  const found = findEventFields(request.project.id, runId, compileDateRange(dateRange));
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

interface Search {
  readonly filters: readonly EventFilter[];
  readonly dateRange: DateRange | undefined;
}

const searchSchema = z.object({
  filters: z.array(eventFilterSchema).default([]),
  dateRange: dateRangeSchema.optional(),
});

/** `dateRange` is JSON text or, as axios writes it, `dateRange[$gte]=…`. */
function readSearch(query: URLSearchParams, { clock }: Services): Search {
  const bounds = ["$gte", "$lte", "relative"].flatMap((key) => {
    const value = query.get(`dateRange[${key}]`);
    return value === null ? [] : [[key, value] as const];
  });
  const range = bounds.length > 0 ? Object.fromEntries(bounds) : query.get("dateRange");
  const given = { filters: query.get("filters"), dateRange: range };
  const { filters, dateRange } = parseBody(searchSchema, normalizeSearch(given, clock() / 1000));
  return { filters, dateRange };
}
