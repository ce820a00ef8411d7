import type { Query } from "../store/store.js";
import { rowKey } from "./latest-rows.js";

export interface KnownSession {
  readonly id: string;
  /** No version is later than that which hides it. */
  readonly isDeleted: boolean;
}

/** Which of these sessions have a session event, or had one. Existence only, so no `FINAL`. */
export function findKnownSessions(
  projectId: string,
  sessionIds: readonly string[],
): Query<KnownSession> {
  return {
    sql: `SELECT event_id, max(is_deleted) AS hidden FROM events ${whereKnown} GROUP BY event_id`,
    params: { project_id: projectId, session_ids: sessionIds },
    parse: (row) => ({ id: parseId(row), isDeleted: Number(row["hidden"]) === 1 }),
    isForWrite: true,
  };
}

/**
 * Which of these known sessions are in the table that a view keeps of them: a crash can leave a row that was never
 * acknowledged in one of the two tables.
 */
export function findListedSessions(
  projectId: string,
  sessionIds: readonly string[],
): Query<string> {
  return {
    sql: `SELECT DISTINCT event_id FROM sessions
      WHERE project_id = {project_id:String} AND (${rowKey}) IN (SELECT ${rowKey} FROM events ${whereKnown})`,
    params: { project_id: projectId, session_ids: sessionIds },
    parse: parseId,
    isForWrite: true,
  };
}

const whereKnown = `WHERE project_id = {project_id:String} AND event_id IN {session_ids:Array(String)}
        AND session_id = event_id`;

function parseId(row: Readonly<Record<string, unknown>>): string {
  return String(row["event_id"]);
}
