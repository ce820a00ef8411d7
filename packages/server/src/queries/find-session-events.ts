import type { Event } from "@honeyhive/contract";

import { eventColumns, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";

const ofSession = "project_id = {project_id:String} AND session_id = {session_id:String}";

/** Every event of a session, oldest first, the session's own event included. */
export function findSessionEvents(projectId: string, sessionId: string): Query<Event> {
  return {
    sql: `SELECT * FROM (${latestRows(eventColumns, ofSession)}) ORDER BY start_micros, event_id`,
    params: { project_id: projectId, session_id: sessionId },
    parse: parseEventRow,
  };
}
