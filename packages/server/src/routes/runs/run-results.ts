import {
  aggregateFunctions,
  resultDetails,
  type AggregateFunction,
  type Event,
  type EventFilter,
  type ExperimentRun,
  type ResultDetail,
} from "@honeyhive/contract";
import { exportEventsRequestSchema, operationSchemas } from "@honeyhive/contract/schemas";

import { toSessionId } from "../../lib/session-id.js";
import { findDatapointEvents } from "../../queries/find-datapoint-events.js";
import { findMatchingSessions } from "../../queries/find-matching-sessions.js";
import { eventsOfRun, findCaseEvents } from "../../queries/find-run-events.js";
import { compareRuns as compare, type RunWithCases } from "../../runs/compare-runs.js";
import { completeUsage } from "../../runs/complete-usage.js";
import { inOrderOfRun } from "../../runs/in-order-of-run.js";
import { loadRunEvents } from "../../runs/load-run-events.js";
import { eventsByDatapoint, pairEvents } from "../../runs/pair-events.js";
import { rulesOf, thresholdsOf, type Thresholds } from "../../runs/passing-rules.js";
import { toRunCases } from "../../runs/run-case.js";
import { toDatapoint, toRunResult } from "../../runs/run-result.js";
import type { Services } from "../../services.js";
import { parseBody, readInteger, readNames, readOneOf } from "../request/parse.js";
import { readObjects } from "../request/read-objects.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";
import { requireBothRuns, requireRun } from "./runs.js";

export const getRunResult: RouteHandler = async (request, services) => {
  const detail = readOneOf(request.query, "detail", resultDetails) ?? "everything";
  const { run_id: runId = "" } = request.params;
  const loadRuns = async (): Promise<[ExperimentRun]> => [
    await requireRun(request, services, "run_id"),
  ];
  const [loaded, thresholds] = await Promise.all([
    loadCases(request, services, { runIds: [runId], loadRuns, detail }),
    loadThresholds(request, services),
  ]);
  const [{ run, cases }] = await completeUsage(services.store, request.project.id, loaded);
  const aggregateFunction = readAggregateFunction(request.query) ?? aggregateOf(run);
  return services.turns.run(toRunResult(run, cases, aggregateFunction, thresholds));
};

export const findRunCases: RouteHandler = async (request, services) => {
  const { body } = operationSchemas.findRunCases;
  const { session_ids } = parseBody(body, await request.readJson());
  const run = await requireRun(request, services, "run_id");
  const wanted = findCaseEvents(request.project.id, session_ids.map(toSessionId));
  const [events, thresholds] = await Promise.all([
    services.store.select(wanted),
    loadThresholds(request, services),
  ]);
  const found = await services.turns.run(toRunCases(eventsOfRun(events, run)));
  const [{ cases }] = await completeUsage(services.store, request.project.id, [
    { run, cases: found },
  ] as const);
  const rules = rulesOf(run, thresholds);
  return { datapoints: cases.map((runCase) => toDatapoint(runCase, run, rules)) };
};

async function loadThresholds(
  { project }: RouteRequest,
  { metricDefinitions }: Services,
): Promise<Thresholds> {
  return thresholdsOf(await metricDefinitions.list(project));
}

export const compareRuns: RouteHandler = async (request, services) => {
  const aggregateFunction = readAggregateFunction(request.query) ?? "average";
  const loaded = await loadBothRuns(request, services, "scores");
  const [newRun, oldRun] = await completeUsage(services.store, request.project.id, loaded);
  return compare(oldRun, newRun, aggregateFunction, services);
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

async function loadBothRuns(
  request: RouteRequest,
  services: Services,
  detail: ResultDetail,
): Promise<[newRun: RunWithCases, oldRun: RunWithCases]> {
  const { new_run_id: newId = "", old_run_id: oldId = "" } = request.params;
  const loadRuns = (): ReturnType<typeof requireBothRuns> => requireBothRuns(request, services);
  return loadCases(request, services, { runIds: [newId, oldId], loadRuns, detail });
}

type EachRun = readonly [ExperimentRun] | readonly [ExperimentRun, ExperimentRun];

interface WantedRuns<Runs extends EachRun> {
  readonly runIds: readonly string[];
  readonly loadRuns: () => Promise<Runs>;
  readonly detail: ResultDetail;
}

/** The cases of each of the runs, whose events are looked for together. */
async function loadCases<Runs extends EachRun>(
  { query, project }: RouteRequest,
  { store, turns, mixedSessions }: Services,
  { runIds, loadRuns, detail }: WantedRuns<Runs>,
): Promise<{ [Index in keyof Runs]: RunWithCases }> {
  const filters = [...readFilters(query, "filters"), ...readFilters(query, "filter")];
  const loading = loadRuns();
  const [runs, events] = await Promise.all([
    loading,
    loadRunEvents({ store, mixedSessions }, project.id, { runIds, runs: loading, detail }),
  ]);
  const matches = await matchSessions();
  const loaded = runs.map(async (run): Promise<RunWithCases> => {
    const found = await turns.run(toRunCases(eventsOfRun(events, run)));
    const cases = inOrderOfRun(found, run);
    return { run, cases: cases.filter(({ sessionId }) => matches(sessionId)) };
  });
  // Mapped one by one.
  return (await Promise.all(loaded)) as { [Index in keyof Runs]: RunWithCases };

  /** Whole cases: what they were scored by stays together, and denominators say how many there are. */
  async function matchSessions(): Promise<(sessionId: string) => boolean> {
    if (filters.length === 0) return () => true;
    const sessionIds = [...new Set(events.map(({ event }) => event.session_id))];
    const found = findMatchingSessions(project.id, sessionIds, filters);
    const matching = new Set(await store.select(found));
    return (sessionId) => matching.has(sessionId);
  }
}

function readFilters(query: URLSearchParams, name: "filter" | "filters"): readonly EventFilter[] {
  const filters = readObjects(query, name);
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
