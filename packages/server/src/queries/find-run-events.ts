import type { Event, ExperimentRun } from "@honeyhive/contract";

import { eventColumns, eventColumnsFor, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";
import { latestRows, rowKey } from "./latest-rows.js";

/** `scores`: without what went in and came out, which is most of the bytes. */
export type RunEventDetail = "scores" | "everything";

const ofRun = "(run_id = {run_id:String} OR session_id IN {session_ids:Array(String)})";
const tellsResult = `(event_id = session_id OR metrics != '{}' OR JSONHas(metadata, 'outcome'))`;

/** The events of a run that its result is made of: sessions, case roots, and whatever carries metrics. */
export function findRunEvents(
  projectId: string,
  run: ExperimentRun,
  detail: RunEventDetail,
): Query<Event> {
  return {
    sql: detail === "scores" ? scoresSql : everythingSql,
    // A run may name its sessions instead of being named by them; some clients call them events.
    params: {
      project_id: projectId,
      run_id: run.run_id,
      session_ids: [...run.session_ids, ...run.event_ids],
    },
    parse: parseEventRow,
  };
}

/** Which rows are of the run may change with their versions, so all versions of what ever was are looked at. */
function latestOfRun(columns: string): string {
  const ever = `SELECT ${rowKey} FROM events WHERE project_id = {project_id:String} AND ${ofRun}`;
  const latest = latestRows(
    `${columns}, run_id`,
    `project_id = {project_id:String} AND (${rowKey}) IN (${ever})`,
  );
  return `SELECT * FROM (${latest}) WHERE ${ofRun} AND ${tellsResult}`;
}

const order = "ORDER BY start_micros, event_id";
const scoresSql = `${latestOfRun(eventColumnsFor(["metadata", "metrics"]))} ${order}`;

/** Most events of a run have no say in its result: what is wide is read of the others alone. */
const chosen = `SELECT ${rowKey} FROM (${latestOfRun("start_time, session_id, event_id, metadata, metrics")})`;
const everythingSql = `SELECT * FROM (
    ${latestRows(eventColumns, `project_id = {project_id:String} AND (${rowKey}) IN (${chosen})`)}
  ) ${order}`;
