import type { Query } from "../store/store.js";

/** Which of these sessions have a session event. Existence only, so no `FINAL`. */
export function findKnownSessions(projectId: string, sessionIds: readonly string[]): Query<string> {
  return {
    sql: `SELECT DISTINCT event_id FROM events
      WHERE project_id = {project_id:String} AND event_id IN {session_ids:Array(String)}
        AND session_id = event_id`,
    params: { project_id: projectId, session_ids: sessionIds },
    parse: (row) => String(row["event_id"]),
  };
}
