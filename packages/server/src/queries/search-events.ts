import type { Event, ExportEventsRequest } from "@honeyhive/contract";

import { eventColumnsFor, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";
import { compileDateRange, compileFilter, type Condition } from "./compile-filter.js";

const defaultLimit = 1000;

/** One page of the events that match, newest first. */
export function searchEvents(projectId: string, request: ExportEventsRequest): Query<Event> {
  const { where, params } = compileWhere(projectId, request);
  const limit = request.limit ?? defaultLimit;
  const offset = ((request.page ?? 1) - 1) * limit;
  const order = "ORDER BY start_time DESC, event_id";
  const key = "toStartOfHour(start_time), session_id, event_id";
  // The page is found by narrow columns first; only its rows are read in full, by the key that they are sorted by.
  return {
    sql: `SELECT ${eventColumnsFor(request.projections)} FROM events FINAL
      WHERE project_id = {project_id:String} AND (${key}) IN (
        SELECT ${key} FROM events FINAL WHERE ${where}
        ${order} LIMIT 1 BY event_id LIMIT {limit:UInt32} OFFSET {offset:UInt32}
      ) ${order} LIMIT 1 BY event_id`,
    params: { ...params, limit, offset },
    parse: parseEventRow,
  };
}

/** How many events match, on all pages together. */
export function countEvents(projectId: string, request: ExportEventsRequest): Query<number> {
  const { where, params } = compileWhere(projectId, request);
  return {
    sql: `SELECT uniqExact(event_id) AS total FROM events FINAL WHERE ${where}`,
    params,
    parse: (row) => Number(row["total"]),
  };
}

/** All that a search asks for, besides the page. */
export function compileWhere(
  projectId: string,
  request: Pick<ExportEventsRequest, "filters" | "dateRange" | "evaluation_id">,
): { where: string; params: Record<string, string | number> & { project_id: string } } {
  const conditions: Condition[] = [
    { sql: "events.project_id = {project_id:String}", params: {} },
    ...(request.filters ?? []).map(compileFilter),
    ...compileDateRange(request.dateRange),
  ];
  if (request.evaluation_id !== undefined) {
    const params = { evaluation_id: request.evaluation_id };
    conditions.push({ sql: "events.run_id = {evaluation_id:String}", params });
  }
  return {
    where: conditions.map(({ sql }) => sql).join(" AND "),
    params: {
      ...Object.fromEntries(conditions.flatMap(({ params }) => Object.entries(params))),
      project_id: projectId,
    },
  };
}
