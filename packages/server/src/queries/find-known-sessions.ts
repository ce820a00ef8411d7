import type { Query } from "../store/store.js";
import { rowKey } from "./latest-rows.js";

/**
 * Which of these sessions have a session event, in `events` and among the sessions that a view keeps of them: a crash
 * can leave a row that was never acknowledged in one of the two. Existence only, so no `FINAL`.
 */
export function findKnownSessions(projectId: string, sessionIds: readonly string[]): Query<string> {
  return {
    sql: `SELECT DISTINCT event_id FROM sessions
      WHERE project_id = {project_id:String} AND (${rowKey}) IN (
        SELECT ${rowKey} FROM events
        WHERE project_id = {project_id:String} AND event_id IN {session_ids:Array(String)}
          AND session_id = event_id
      )`,
    params: { project_id: projectId, session_ids: sessionIds },
    parse: (row) => String(row["event_id"]),
  };
}
