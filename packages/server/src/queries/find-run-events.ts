import {
  evaluationKey,
  type Event,
  type ExperimentRun,
  type ResultDetail,
} from "@honeyhive/contract";

import { eventColumns, eventColumnsFor, parseEventRow } from "../store/event-row.js";
import type { Row } from "../store/collect-rows.js";
import type { Query } from "../store/store.js";
import { latestRows, rowKey } from "./latest-rows.js";

/** What tells which events are of a run. */
type RunOfEvents = Pick<ExperimentRun, "run_id" | "session_ids" | "event_ids">;

/** An event with the run that it names itself. */
interface RunEvent {
  readonly event: Event;
  readonly runId: string;
}

const ofRuns = "(run_id IN {run_ids:Array(String)} OR session_id IN {session_ids:Array(String)})";
/** Ids are made of what clients choose: two runs may have events of the same. */
const identity = "event_id, run_id";
const tellsResult = `(event_id = session_id OR metrics != '{}' OR JSONHas(metadata, 'outcome'))`;

/** The events of runs that their results are made of: sessions, case roots, and whatever carries metrics. */
export function findRunEvents(
  projectId: string,
  runs: readonly RunOfEvents[],
  detail: ResultDetail,
): Query<RunEvent> {
  return {
    sql: detail === "scores" ? scoresSql : everythingSql,
    params: {
      project_id: projectId,
      run_ids: runs.map((run) => run.run_id),
      // Many runs name a session twice, and each name is read by the engine more than once.
      session_ids: [...new Set(runs.flatMap(sessionsOf))],
    },
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

/** Of the events of several runs those of one. */
export function eventsOfRun(events: readonly RunEvent[], run: RunOfEvents): Event[] {
  const sessionIds = new Set(sessionsOf(run));
  return events
    .filter(({ event, runId }) => runId === run.run_id || sessionIds.has(event.session_id))
    .map(({ event }) => event);
}

/** A run may name its sessions instead of being named by them; some clients call them events. */
function sessionsOf({ session_ids, event_ids }: RunOfEvents): readonly string[] {
  return [...session_ids, ...event_ids];
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

/** What scores are made of. The rest of the metadata is most of the bytes that would be sent and parsed. */
const scoreKeys = [
  evaluationKey.outcome,
  evaluationKey.caseId,
  evaluationKey.datapointId,
  evaluationKey.contentHash,
  evaluationKey.scoreStates,
  "trial",
];
const scoreFields = `arrayFilter(
    pair -> pair.1 IN (${scoreKeys.map((key) => `'${key}'`).join(", ")}), JSONExtractKeysAndValuesRaw(metadata)
  )`;
const scoreMetadata = `concat(
    '{', arrayStringConcat(arrayMap(pair -> concat('"', pair.1, '":', pair.2), ${scoreFields}), ','), '}'
  )`;

const scoresSql = `SELECT * REPLACE (${scoreMetadata} AS metadata) FROM (${latestWhere(
  ofRuns,
  eventColumnsFor(["metadata", "metrics"]),
  `SELECT ${rowKey} FROM events WHERE project_id = {project_id:String} AND ${ofRuns}`,
)}) ${inOrder}`;
const everythingSql = `${everythingWhere(ofRuns)} ${inOrder}`;
const ofSessionsSql = `${everythingWhere("session_id IN {session_ids:Array(String)}")} ${inOrder}`;
