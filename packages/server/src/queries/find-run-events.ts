import {
  evaluationKey,
  type Event,
  type ExperimentRun,
  type ResultDetail,
} from "@honeyhive/contract";

import { eventColumns, eventColumnsFor, parseEventRow } from "../store/event-row.js";
import type { Row } from "../store/collect-rows.js";
import type { Query } from "../store/store.js";
import { listedSessions } from "./find-mixed-sessions.js";
import { latestRows, rowKey } from "./latest-rows.js";
import { mayBeOfRow, quoted } from "./row-metadata.js";

/** What tells which events are of a run. */
type RunOfEvents = Pick<ExperimentRun, "run_id" | "session_ids" | "event_ids">;

/** An event with the run that it names itself. */
export interface RunEvent {
  readonly event: Event;
  readonly runId: string;
}

const ofSessions = "session_id IN {session_ids:Array(String)}";
const isNamed = "run_id IN {run_ids:Array(String)}";
const isUnnamed = `(${ofSessions} AND run_id NOT IN {run_ids:Array(String)})`;
/** Ids are made of what clients choose: two runs may have events of the same. */
const identity = "event_id, run_id";
const tellsResult = `(event_id = session_id OR metrics != '{}' OR JSONHas(metadata, 'outcome'))`;

/**
 * The events of runs that their results are made of: sessions, case roots, and whatever carries metrics. Here are those
 * that name a run themselves.
 */
export function findRunEvents(
  projectId: string,
  runIds: readonly string[],
  detail: ResultDetail,
): Query<RunEvent> {
  return {
    sql: namedSql[detail],
    params: { project_id: projectId, run_ids: runIds },
    parse: parseRunEvent,
  };
}

/** The others: of events in these sessions those that name none of the runs. */
export function findUnnamedEvents(
  projectId: string,
  {
    runIds,
    sessionIds,
  }: { readonly runIds: readonly string[]; readonly sessionIds: readonly string[] },
  detail: ResultDetail,
): Query<RunEvent> {
  return {
    sql: unnamedSql[detail],
    params: { project_id: projectId, run_ids: runIds, session_ids: sessionIds },
    parse: parseRunEvent,
  };
}

/** The same of some sessions, with all that their events say: of a run, or of several that share them. */
export function findCaseEvents(projectId: string, sessionIds: readonly string[]): Query<RunEvent> {
  return {
    sql: ofSessionsSql,
    params: { project_id: projectId, session_ids: sessionIds },
    parse: parseRunEvent,
  };
}

function parseRunEvent(row: Row): RunEvent {
  return { event: parseEventRow(row), runId: String(row["run_id"]) };
}

/** Of the events of several runs those of one: a session that names it, or that it lists, is of it with all its events. */
export function eventsOfRun(events: readonly RunEvent[], run: RunOfEvents): Event[] {
  const sessionIds = new Set(listedSessions(run));
  for (const { event, runId } of events) {
    if (runId === run.run_id && event.event_id === event.session_id) sessionIds.add(event.event_id);
  }
  return events
    .filter(({ event, runId }) => runId === run.run_id || sessionIds.has(event.session_id))
    .map(({ event }) => event);
}

/** Which rows are of a run may change with their versions, so all versions of what ever was are looked at. */
function latestWhere(condition: string, columns: string, ever: string): string {
  const latest = latestRows(
    `${columns}, run_id`,
    `project_id = {project_id:String} AND (${rowKey}) IN (${ever})`,
    { identity },
  );
  return `SELECT * FROM (${latest}) WHERE ${condition} AND ${tellsResult}`;
}

/** Most events have no say in a result: what is wide is read of those alone that ever had, anywhere. */
function everythingWhere(condition: string): string {
  const ever = `SELECT hour, session_id, event_id FROM (
    SELECT toStartOfHour(start_time) AS hour, session_id, event_id,
      max(${tellsResult}) OVER (PARTITION BY event_id) AS tells
    FROM events WHERE project_id = {project_id:String} AND ${condition}
  ) WHERE tells`;
  return latestWhere(condition, eventColumns, ever);
}

const inOrder = "ORDER BY start_micros, event_id";

/** What scores are made of, and what they are sliced by. The rest of the metadata is most of the bytes that would be sent and parsed. */
const scoreKeys = [
  evaluationKey.outcome,
  evaluationKey.caseId,
  evaluationKey.datapointId,
  evaluationKey.contentHash,
  evaluationKey.scoreStates,
  evaluationKey.usage,
  evaluationKey.cachedCalls,
  "trial",
];
const scoreFields = `arrayFilter(
    pair -> pair.1 IN (${quoted(scoreKeys)}) OR (event_id = session_id AND ${mayBeOfRow}),
    JSONExtractKeysAndValuesRaw(metadata)
  )`;
const scoreMetadata = `concat(
    '{', arrayStringConcat(arrayMap(pair -> concat(toJSONString(pair.1), ':', pair.2), ${scoreFields}), ','), '}'
  )`;

function scoresWhere(condition: string): string {
  const ever = `SELECT ${rowKey} FROM events WHERE project_id = {project_id:String} AND ${condition}`;
  const rows = latestWhere(condition, eventColumnsFor(["metadata", "metrics"]), ever);
  return `SELECT * REPLACE (${scoreMetadata} AS metadata) FROM (${rows})`;
}

function byDetail(condition: string): Readonly<Record<ResultDetail, string>> {
  return {
    scores: `${scoresWhere(condition)} ${inOrder}`,
    everything: `${everythingWhere(condition)} ${inOrder}`,
  };
}

const namedSql = byDetail(isNamed);
const unnamedSql = byDetail(isUnnamed);
const ofSessionsSql = byDetail(ofSessions).everything;
