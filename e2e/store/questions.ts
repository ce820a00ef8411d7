import type { EventFilter } from "@honeyhive/contract";

import { eventIds, runIds, sessionIds } from "./seed-store.js";

/** A request that changes nothing, and the status of its answer. */
export type Question = readonly [
  method: "GET" | "POST",
  path: string,
  body?: unknown,
  status?: number,
];

const [newRun = "", oldRun = ""] = [...runIds].reverse();

const filters: readonly EventFilter[] = [
  { field: "event_type", operator: "is", value: "model" },
  { field: "event_name", operator: "is not", value: "step 1" },
  { field: "event_name", operator: "contains", value: "STEP" },
  { field: "error", operator: "exists" },
  { field: "metadata.index", operator: "greater than", value: 7, type: "number" },
  { field: "metadata.dotted.key", operator: "is", value: "value 2" },
  { field: "metadata.tier", operator: "is", value: "2" },
  { field: "metadata.tier", operator: "is", value: "2", type: "string" },
  { field: "metadata.changed", operator: "less than", value: 20, type: "number" },
  { field: "config.model", operator: "not contains", value: "larg" },
  { field: "metrics.score", operator: "not exists" },
  { field: "feedback.rating", operator: "is", value: 3, type: "number" },
  { field: "outputs.answer", operator: "is", value: "4" },
  { field: "start_time", operator: "after", value: "2026-04-20T00:00:00Z", type: "datetime" },
  { field: "duration", operator: "less than", value: 3, type: "number" },
  { field: "session_id", operator: "is", value: sessionIds[5] },
  { field: "metadata.changed", operator: "less than", value: 1e308 },
  { field: "metadata.changed", operator: "is not", value: 2 ** 60 },
];

/** As much as one question may ask. */
const most: readonly EventFilter[] = [
  { field: "outputs.answer", operator: "is not", value: "\\'\n".repeat(10_000) },
  ...Array.from({ length: 49 }, (_, index): EventFilter => {
    return { field: "metadata.a.b.c", operator: "not contains", value: String(index) };
  }),
];

/** At least one for each file of `queries/` that reads. */
export const questions: readonly Question[] = [
  ...filters.map((filter): Question => ["POST", "/v1/events/export", { filters: [filter] }]),
  ["POST", "/v1/events/export", { filters: most }],
  ["POST", "/v1/events/export", { filters: filters.slice(0, 3), limit: 7, page: 3 }],
  ["POST", "/v1/events/export", { projections: ["metadata.index", "event_name"], limit: 20 }],
  [
    "POST",
    "/v1/events/export",
    { dateRange: { $gte: "2026-04-10T00:00:00Z", $lte: "2026-05-01T00:00:00Z" } },
  ],
  [
    "POST",
    "/v1/events/export",
    { filters: [{ field: "event_type", operator: "is", value: "session" }] },
  ],
  ["POST", "/v1/events/export", { evaluation_id: newRun }],
  ["POST", "/v1/events/export", { limit: 10, page: 4, totalUpTo: 60 }],
  ["POST", "/v1/events/export", { filters: filters.slice(1, 3), limit: 5, totalUpTo: 10_000 }],
  ...[0, 7, 15].map((at): Question => ["GET", `/v1/sessions/${sessionIds[at]}`]),
  ["GET", `/v1/sessions/${sessionIds[3]}`, undefined, 404],
  ...[0, 13, 39].map((at): Question => ["GET", `/v1/events/${eventIds[at]}`]),
  ["GET", `/v1/events/${eventIds[1]}`, undefined, 404],
  ["GET", "/v1/runs"],
  ["GET", "/v1/runs?name=nightly%201&status=completed"],
  ["GET", "/v1/runs?sort_by=name&sort_order=desc&limit=1&page=2"],
  ["GET", `/v1/runs/${newRun}`],
  ["GET", `/v1/runs/${newRun}/result`],
  ["GET", `/v1/runs/${oldRun}/result?aggregate_function=median`],
  ["GET", `/v1/runs/${newRun}/compare-with/${oldRun}`],
  ["GET", `/v1/runs/${newRun}/compare/${oldRun}/events`],
  ["GET", `/v1/runs/${newRun}/compare/${oldRun}/events?event_type=model`],
  ["GET", `/v1/runs/${newRun}/compare/${oldRun}/events?event_name=searchAtlas`],
  ["GET", `/v1/runs/${newRun}/metrics`],
  ["GET", `/v1/runs/${newRun}/schema`],
  ["GET", "/v1/runs/schema"],
  ...["total_tokens", "cost"].map((name): Question => [
    "GET",
    `/v1/events/chart?metric=metadata.${name}&aggregation=sum&bucket=month&groupBy=session_id`,
  ]),
  ["GET", "/v1/events/chart?bucket=day&aggregation=p95&groupBy=config.model"],
  ["GET", "/v1/events/chart?metric=metadata.cost&aggregation=average&bucket=month"],
  ["GET", "/v1/events/chart?bucket=day&aggregation=count&only_experiments=true"],
  ["GET", "/v1/datasets"],
  ["GET", "/v1/datapoints"],
];
