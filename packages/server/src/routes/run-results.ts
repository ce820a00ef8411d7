import {
  aggregateFunctions,
  type AggregateFunction,
  type Event,
  type EventFilter,
  type ExperimentRun,
} from "@honeyhive/contract";
import { exportEventsRequestSchema } from "@honeyhive/contract/schemas";

import { isJsonObject, parseJson } from "../lib/json.js";
import { findDatapointEvents } from "../queries/find-datapoint-events.js";
import { findMatchingSessions } from "../queries/find-matching-sessions.js";
import { findRunEvents, type RunEventDetail } from "../queries/find-run-events.js";
import { compareRuns as compare, type RunWithCases } from "../runs/compare-runs.js";
import { eventsByDatapoint, pairEvents } from "../runs/pair-events.js";
import { toRunCases } from "../runs/run-case.js";
import { toRunResult } from "../runs/run-result.js";
import type { Services } from "../services.js";
import { parseBody, readInteger, readNames, readOneOf } from "./parse.js";
import type { RouteHandler, RouteRequest } from "./route-handler.js";
import { requireRun } from "./runs.js";

export const getRunResult: RouteHandler = async (request, services) => {
  const { run, cases } = await loadRun(request, services, {
    parameter: "run_id",
    detail: "everything",
  });
  return toRunResult(run, cases, readAggregateFunction(request.query) ?? aggregateOf(run));
};

export const compareRuns: RouteHandler = async (request, services) => {
  const [newRun, oldRun] = await loadBothRuns(request, services, "scores");
  return compare(oldRun, newRun, readAggregateFunction(request.query) ?? "average");
};

export const compareRunEvents: RouteHandler = async (request, services) => {
  const { query, project } = request;
  const page = readInteger(query, "page", { default: 1, min: 1, max: 1_000_000 });
  const limit = readInteger(query, "limit", { default: 1000, min: 1, max: 1000 });
  const eventName = query.get("event_name") || undefined;
  const eventType = query.get("event_type") || undefined;
  const eventsOf = async ({ cases }: RunWithCases): Promise<Map<string, Event[]>> => {
    if (eventName === undefined && eventType === undefined) {
      return eventsByDatapoint(
        cases,
        cases.map(({ root }) => root),
      );
    }
    const sessionIds = cases.map(({ sessionId }) => sessionId);
    const found = findDatapointEvents(project.id, { sessionIds, eventName, eventType });
    return eventsByDatapoint(cases, await services.store.select(found));
  };
  const detail = eventName === undefined && eventType === undefined ? "everything" : "scores";
  const [newRun, oldRun] = await loadBothRuns(request, services, detail);
  const pairs = pairEvents(await eventsOf(newRun), await eventsOf(oldRun));
  return {
    events: pairs.slice((page - 1) * limit, page * limit),
    totalEvents: pairs.length,
    pagination: { page, limit, total: pairs.length },
  };
};

/** Older clients name both runs in the query string. */
export const compareRunEventsLegacy: RouteHandler = (request, services) => {
  const { run_id_1, run_id_2 } = readNames(request.query, ["run_id_1", "run_id_2"]);
  const params = { new_run_id: run_id_1 ?? "", old_run_id: run_id_2 ?? "" };
  return compareRunEvents({ ...request, params }, services);
};

function loadBothRuns(
  request: RouteRequest,
  services: Services,
  detail: RunEventDetail,
): Promise<[RunWithCases, RunWithCases]> {
  return Promise.all([
    loadRun(request, services, { parameter: "new_run_id", detail }),
    loadRun(request, services, { parameter: "old_run_id", detail }),
  ]);
}

async function loadRun(
  request: RouteRequest,
  services: Services,
  { parameter, detail }: { readonly parameter: string; readonly detail: RunEventDetail },
): Promise<RunWithCases> {
  const { query, project } = request;
  const filters = [...readFilters(query, "filters"), ...readFilters(query, "filter")];
  const run = await requireRun(request, services, parameter);
  const events = await services.store.select(findRunEvents(project.id, run, detail));
  const cases = toRunCases(events);
  if (filters.length === 0) return { run, cases };
  // Whole cases: what they were scored by stays together, and denominators say how many there are.
  const sessionIds = cases.map(({ sessionId }) => sessionId);
  const found = findMatchingSessions(project.id, sessionIds, filters);
  const matching = new Set(await services.store.select(found));
  return { run, cases: cases.filter(({ sessionId }) => matching.has(sessionId)) };
}

/** JSON text of one filter or of several. */
function readFilters(query: URLSearchParams, name: "filter" | "filters"): readonly EventFilter[] {
  const text = query.get(name) || "[]";
  const given = parseJson(text) ?? text;
  const filters = isJsonObject(given) ? [given] : given;
  return parseBody(exportEventsRequestSchema, { filters }).filters ?? [];
}

function readAggregateFunction(query: URLSearchParams): AggregateFunction | undefined {
  return readOneOf(query, "aggregate_function", aggregateFunctions);
}

/** What the run itself was told to aggregate by. */
function aggregateOf({ configuration }: ExperimentRun): AggregateFunction {
  const given = configuration["aggregate_function"];
  return aggregateFunctions.find((name) => name === given) ?? "average";
}
