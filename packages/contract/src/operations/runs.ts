import type { RunComparison } from "../runs/comparison.js";
import type {
  AggregateFunction,
  ComparedEventsResponse,
  CreateRunResponse,
  DatapointResult,
  EventMetrics,
  ListRunsQuery,
  ListRunsResponse,
  ResultDetail,
  RunInput,
  RunOfList,
  RunResponse,
  RunResult,
  RunSchema,
  UpdateRunResponse,
} from "../runs/run.js";
import { route, type Routes } from "./route.js";

interface RunPair {
  new_run_id: string;
  old_run_id: string;
}

/** JSON text: `{"$gte", "$lte"}`, `{"start_time", "end_time"}` or `{"relative": "7d"}`. */
interface DateRangeQuery {
  dateRange?: string | undefined;
}

/** JSON text of one filter or of several, under either name: cases of which an event matches all of them count. */
interface CaseFilters {
  filters?: string | undefined;
  filter?: string | undefined;
}

interface ResultQuery extends CaseFilters {
  aggregate_function?: AggregateFunction | undefined;
}

interface RunResultQuery extends ResultQuery {
  /** Default `everything`. Servers that do not know it give that. */
  detail?: ResultDetail | undefined;
}

interface ComparedEventsQuery extends CaseFilters {
  event_name?: string | undefined;
  event_type?: string | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}

export interface RunOperations {
  createRun: { body: RunInput; response: CreateRunResponse };
  updateRun: { params: { run_id: string }; body: RunInput; response: UpdateRunResponse };
  getRun: { params: { run_id: string }; response: RunResponse };
  listRuns: { query: ListRunsQuery; response: ListRunsResponse<RunOfList> };
  deleteRun: {
    params: { run_id: string };
    response: { readonly id: string; readonly deleted: boolean };
  };
  getRunResult: {
    params: { run_id: string };
    query: RunResultQuery;
    response: RunResult;
  };
  findRunCases: {
    params: { run_id: string };
    body: { readonly session_ids: readonly string[] };
    response: { readonly datapoints: readonly DatapointResult[] };
  };
  compareRuns: {
    params: RunPair;
    query: ResultQuery;
    response: RunComparison;
  };
  compareRunEvents: {
    params: RunPair;
    query: ComparedEventsQuery;
    response: ComparedEventsResponse;
  };
  compareRunEventsLegacy: {
    query: ComparedEventsQuery & { run_id_1: string; run_id_2: string };
    response: ComparedEventsResponse;
  };
  getRunsSchema: {
    query: DateRangeQuery & { evaluation_id?: string | undefined };
    response: RunSchema;
  };
  getRunSchema: { params: { run_id: string }; query: DateRangeQuery; response: RunSchema };
  getRunMetrics: {
    params: { run_id: string };
    /** JSON text. */
    query: DateRangeQuery & { filters?: string | undefined };
    response: { readonly events: readonly EventMetrics[]; readonly totalEvents: number };
  };
}

export const runRoutes: Routes<RunOperations> = {
  createRun: route("POST /v1/runs", "Creates an evaluation run.", { aliases: ["/runs"] }),
  updateRun: route("PUT /v1/runs/{run_id}", "Changes the fields that are named.", {
    aliases: ["/runs/{run_id}"],
  }),
  getRun: route("GET /v1/runs/{run_id}", "One run.", { aliases: ["/runs/{run_id}"] }),
  listRuns: route(
    "GET /v1/runs",
    "One page of the runs that match; `detail=counts` leaves their ids out.",
    { aliases: ["/runs"] },
  ),
  deleteRun: route("DELETE /v1/runs/{run_id}", "Deletes a run; its sessions stay.", {
    aliases: ["/runs/{run_id}"],
  }),
  getRunResult: route(
    "GET /v1/runs/{run_id}/result",
    "What a run came to: verdicts of its cases, and its metrics with their denominators.",
    { aliases: ["/v1/runs/{run_id}/summary", "/runs/{run_id}/result"] },
  ),
  findRunCases: route(
    "POST /v1/runs/{run_id}/cases",
    "What up to 1,000 cases of a run came to, named by their sessions, with all that went in and came out: for results with `detail=scores`, which leave that out.",
    { access: "read" },
  ),
  compareRuns: route(
    "GET /v1/runs/{new_run_id}/compare-with/{old_run_id}",
    "Compares two runs over the datapoints that both have.",
    {
      aliases: [
        "/v1/runs/{new_run_id}/compare/{old_run_id}",
        "/runs/{new_run_id}/compare-with/{old_run_id}",
      ],
    },
  ),
  compareRunEvents: route(
    "GET /v1/runs/{new_run_id}/compare/{old_run_id}/events",
    "The events of two runs, paired by datapoint.",
  ),
  compareRunEventsLegacy: route(
    "GET /v1/runs/compare/events",
    "Pairs events; use GET /v1/runs/{new_run_id}/compare/{old_run_id}/events.",
    { isOlder: true },
  ),
  getRunsSchema: route("GET /v1/runs/schema", "Which fields the events of all runs have.", {
    aliases: ["/v1/events/schema"],
  }),
  getRunSchema: route("GET /v1/runs/{run_id}/schema", "Which fields the events of a run have."),
  getRunMetrics: route(
    "GET /v1/runs/{run_id}/metrics",
    "What the events of a run were measured by.",
  ),
};
