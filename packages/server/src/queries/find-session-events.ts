import type { Event } from "@honeyhive/contract";

import { eventColumns, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";

/** Every event of a session, oldest first, the session's own event included. */
export function findSessionEvents(projectId: string, sessionId: string): Query<Event> {
  return {
    sql: `SELECT ${eventColumns} FROM events FINAL
      WHERE project_id = {project_id:String} AND session_id = {session_id:String}
      ORDER BY start_time, version DESC, event_id LIMIT 1 BY event_id`,
    params: { project_id: projectId, session_id: sessionId },
    parse: parseEventRow,
  };
}
