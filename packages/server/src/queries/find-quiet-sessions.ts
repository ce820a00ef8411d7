import type { Query } from "../store/store.js";

export interface QuietSession {
  readonly sessionId: string;
  /** When the last of its events was stored or changed. */
  readonly quietSinceMs: number;
}

export interface QuietSessionsQuestion {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly limit: number;
}

/** Sessions of which something was stored after the one time and nothing after the other, those first that were quiet first. */
export function findQuietSessions(
  projectId: string,
  { fromMs, untilMs, limit }: QuietSessionsQuestion,
): Query<QuietSession> {
  return {
    sql: `SELECT session_id, max(toUnixTimestamp64Milli(received_at)) AS quiet_since_ms FROM events
      WHERE project_id = {project_id:String} AND received_at > fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
      GROUP BY session_id HAVING quiet_since_ms <= {until_ms:Int64}
      ORDER BY quiet_since_ms, session_id LIMIT {limit:UInt32}`,
    params: { project_id: projectId, from_ms: fromMs, until_ms: untilMs, limit },
    parse: (row) => ({
      sessionId: String(row["session_id"]),
      quietSinceMs: Number(row["quiet_since_ms"]),
    }),
  };
}
