import { latestRows } from "./latest-rows.js";

const ofSessions = "project_id = {project_id:String} AND event_id = session_id";
const everNaming = `SELECT session_id FROM sessions WHERE ${ofSessions} AND run_id != ''`;
const namingSessions = latestRows(
  "session_id, event_id, run_id",
  `${ofSessions} AND session_id IN (${everNaming})`,
  { source: "sessions" },
);

/**
 * Condition that an event is of some run: it names one, or its session does. To look for each of many sessions in each
 * block of rows costs more than to read the sessions of all rows: see `experimentSettings`.
 */
export const isOfExperiment = `(events.run_id != '' OR events.session_id IN (
      SELECT session_id FROM (${namingSessions}) WHERE run_id != ''
    ))`;

export const experimentSettings = "use_index_for_in_with_subqueries_max_values = 1000";
