import type { Event, ExportEventsRequest } from "@honeyhive/contract";

import { eventColumnsFor, parseEventRow } from "../store/event-row.js";
import type { QueryParams } from "../store/engine.js";
import type { Query } from "../store/store.js";
import { compileDateRange, compileFilters, type Condition } from "./compile-filter.js";
import { compileCursor } from "./event-cursor.js";
import { sourceOf } from "./event-source.js";
import { isOfRun, type RunScope } from "./of-run.js";
import { latestRows, rowKey } from "./latest-rows.js";

/** Where an event's row is: the rest of the key that rows are sorted by. */
export interface EventPlace {
  readonly hour: string;
  readonly sessionId: string;
  readonly eventId: string;
  readonly startMicros: number;
}

export interface FoundPlaces {
  /** Rows that were looked at; fewer than asked for when there are no others. */
  readonly candidates: number;
  /** How many of them match as they are now. */
  readonly matches: number;
  /** The page of the matches, newest first. */
  readonly places: readonly EventPlace[];
}

/** A search, in which a run stands for its id. */
export interface EventSearch extends Omit<ExportEventsRequest, "evaluation_id"> {
  readonly run?: RunScope | undefined;
}

/** All that a search asks for, besides the page. */
type Asked = Pick<EventSearch, "filters" | "dateRange" | "run" | "cursor">;

export interface PlacesQuestion extends Asked {
  readonly candidates: number;
  readonly offset: number;
  readonly limit: number;
}

/**
 * Some of the events that match, without `FINAL`, which would merge all rows of the project first. Candidates are
 * rows that match in any version, newest first, read from the end of the table until there are enough. Then all
 * versions of these few tell which of them still match, and none is found twice.
 */
export function findEventPlaces(projectId: string, question: PlacesQuestion): Query<FoundPlaces> {
  const { where, params } = compileWhere(projectId, question);
  const whereVersion = `${where} AND is_deleted = 0`;
  const { candidates, offset, limit } = question;
  const source = sourceOf(question.filters);
  return {
    sql: `WITH candidate_keys AS (
        SELECT ${rowKey} FROM ${source} WHERE ${whereVersion}
        ORDER BY toStartOfHour(start_time) DESC, start_time DESC, event_id
        LIMIT 1 BY ${rowKey} LIMIT {candidates:UInt64}
        SETTINGS read_in_order_use_buffering = 0, max_block_size = 8192
      ), versions AS (
        SELECT event_id, session_id, toStartOfHour(start_time) AS hour, (version, received_at) AS age,
          toUnixTimestamp64Micro(start_time) AS at, (${whereVersion}) AS matching
        FROM ${source} WHERE project_id = {project_id:String} AND (${rowKey}) IN candidate_keys
      ), latest_versions AS (
        SELECT event_id, (session_id, toString(hour)) AS place, maxIf(at, matching) AS first_seen_at,
          argMax(at, age) AS latest_at, argMax(matching, age) AS fits
        FROM versions GROUP BY event_id, session_id, hour
      ), found_events AS (
        SELECT event_id, count() AS rows_of_event, min(first_seen_at) AS seen_at, max(fits) AS matches,
          maxIf(latest_at, fits) AS starts_at, argMaxIf(place, latest_at, fits) AS latest_place
        FROM latest_versions GROUP BY event_id
      )
      SELECT candidates, length(sure) AS found, arraySlice(sure, {offset:UInt64} + 1, {limit:UInt64}) AS page FROM (
        SELECT sum(rows_of_event) AS candidates, if(candidates < {candidates:UInt64}, 0, min(seen_at)) AS looked_back_to,
          groupArrayIf((starts_at, event_id, latest_place), matches) AS all_matches,
          arraySort(match -> (-match.1, match.2), arrayFilter(match -> match.1 >= looked_back_to, all_matches)) AS sure
        FROM found_events
      )`,
    params: { ...params, candidates, offset, limit },
    parse: (row) => ({
      candidates: Number(row["candidates"]),
      matches: Number(row["found"]),
      places: Array.isArray(row["page"]) ? row["page"].map(parsePlace) : [],
    }),
  };
}

/** `[start, event, [session, hour]]`. */
function parsePlace(match: unknown): EventPlace {
  const [startMicros, eventId, [sessionId, hour]] = match as [number, string, [string, string]];
  return { hour, sessionId, eventId, startMicros };
}

/** The events at these places, found by these filters, newest first. */
export function readEvents(
  projectId: string,
  places: readonly EventPlace[],
  { filters, projections }: Pick<ExportEventsRequest, "filters" | "projections">,
): Query<Event> {
  const hours = "arrayMap(hour -> toDateTime(hour, 'UTC'), {hours:Array(String)})";
  // The first columns by themselves: of pairs from arrays the engine does not see which blocks they leave out.
  const where = `project_id = {project_id:String} AND toStartOfHour(start_time) IN ${hours}
      AND session_id IN {session_ids:Array(String)}
      AND (${rowKey}) IN arrayZip(${hours}, {session_ids:Array(String)}, {event_ids:Array(String)})`;
  return {
    sql: `SELECT * FROM (${latestRows(eventColumnsFor(projections), where, { source: sourceOf(filters) })}) ORDER BY start_micros DESC, event_id`,
    params: {
      project_id: projectId,
      hours: places.map(({ hour }) => hour),
      session_ids: places.map(({ sessionId }) => sessionId),
      event_ids: places.map(({ eventId }) => eventId),
    },
    parse: parseEventRow,
  };
}

/** How many events match, on all pages together. */
export function countEvents(projectId: string, request: EventSearch): Query<number> {
  const { where, params } = compileWhere(projectId, request);
  return {
    sql: `SELECT uniqExact(event_id) AS total FROM ${sourceOf(request.filters)} FINAL WHERE ${where}`,
    params,
    parse: (row) => Number(row["total"]),
  };
}

export function compileWhere(
  projectId: string,
  request: Asked,
): { where: string; params: QueryParams & { project_id: string } } {
  const conditions: Condition[] = [
    { sql: "events.project_id = {project_id:String}", params: {} },
    ...compileFilters(request.filters ?? []),
    ...compileDateRange(request.dateRange),
    ...compileCursor(request.cursor),
    ...(request.run === undefined ? [] : [isOfRun(request.run)]),
  ];
  return {
    where: conditions.map(({ sql }) => sql).join(" AND "),
    params: {
      ...Object.fromEntries(conditions.flatMap(({ params }) => Object.entries(params))),
      project_id: projectId,
    },
  };
}
