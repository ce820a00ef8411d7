import type { Event, ExperimentRun } from "@honeyhive/contract";

import { eventColumns, eventColumnsFor, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";

/** `scores`: without what went in and came out, which is most of the bytes. */
export type RunEventDetail = "scores" | "everything";

const ofRun = `project_id = {project_id:String}
        AND (run_id = {run_id:String} OR session_id IN {session_ids:Array(String)})`;
const tellsResult = `(event_id = session_id OR metrics != '{}' OR JSONHas(metadata, 'outcome'))`;
const order = "ORDER BY start_time, version DESC, event_id LIMIT 1 BY event_id";

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

const scoresSql = `SELECT ${eventColumnsFor(["metadata", "metrics"])} FROM events FINAL
      WHERE ${ofRun} AND ${tellsResult} ${order}`;

/** `FINAL` reads every column of every row that it merges, so it only chooses the rows here. */
const everythingSql = `SELECT ${eventColumns} FROM events
      WHERE ${ofRun} AND (event_id, version) IN (
        SELECT event_id, version FROM events FINAL WHERE ${ofRun} AND ${tellsResult}
      ) ${order}`;
