import type { Event, ExperimentRun, ResultDetail } from "@honeyhive/contract";

import { eventColumns, eventColumnsFor, parseEventRow } from "../store/event-row.js";
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
      session_ids: runs.flatMap(sessionsOf),
    },
    parse: (row) => ({ event: parseEventRow(row), runId: String(row["run_id"]) }),
  };
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
function latestOfRuns(columns: string, ever: string): string {
  const latest = latestRows(
    `${columns}, run_id`,
    `project_id = {project_id:String} AND (${rowKey}) IN (${ever})`,
    { identity },
  );
  return `SELECT * FROM (${latest}) WHERE ${ofRuns} AND ${tellsResult} ORDER BY start_micros, event_id`;
}

const ever = `FROM events WHERE project_id = {project_id:String} AND ${ofRuns}`;
const scoresSql = latestOfRuns(
  eventColumnsFor(["metadata", "metrics"]),
  `SELECT ${rowKey} ${ever}`,
);

/** Most events of runs have no say in their results: what is wide is read of those alone that ever had, anywhere. */
const everythingSql = latestOfRuns(
  eventColumns,
  `SELECT hour, session_id, event_id FROM (
    SELECT toStartOfHour(start_time) AS hour, session_id, event_id,
      max(${tellsResult}) OVER (PARTITION BY event_id) AS tells
    ${ever}
  ) WHERE tells`,
);
