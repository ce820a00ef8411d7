import type { SessionRollup } from "@honeyhive/contract";

import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";

export interface StoredRollup {
  readonly sessionId: string;
  readonly rollup: SessionRollup;
  readonly lastEndMs: number;
}

const ofSessions = "project_id = {project_id:String} AND session_id IN {session_ids:Array(String)}";
/** Keys that are null were taken back. */
const hasFeedback =
  "feedback != '{}' AND arrayExists(pair -> pair.2 != 'null', JSONExtractKeysAndValuesRaw(feedback))";
const columns =
  "session_id, event_id, event_type, feedback, cost, prompt_tokens, completion_tokens, total_tokens, end_time";

/** What `rollUp` computes for one session's tree, for a page of sessions. */
export function findSessionRollups(
  projectId: string,
  sessionIds: readonly string[],
): Query<StoredRollup> {
  const ofModels = (column: string): string => `sumIf(${column}, event_type = 'model')`;
  return {
    sql: `SELECT session_id, countIf(event_id != session_id) AS num_events,
        countIf(event_type = 'model') AS num_model_events, max(${hasFeedback}) AS has_feedback,
        ${ofModels("cost")} AS cost, ${ofModels("prompt_tokens")} AS prompt_tokens,
        ${ofModels("completion_tokens")} AS completion_tokens, ${ofModels("total_tokens")} AS total_tokens,
        max(toUnixTimestamp64Micro(end_time)) / 1000 AS last_end
      FROM (${latestRows(columns, ofSessions)})
      GROUP BY session_id`,
    params: { project_id: projectId, session_ids: sessionIds },
    parse: (row) => ({
      sessionId: String(row["session_id"]),
      lastEndMs: Number(row["last_end"]),
      rollup: {
        num_events: Number(row["num_events"]),
        num_model_events: Number(row["num_model_events"]),
        has_feedback: Boolean(Number(row["has_feedback"])),
        cost: Number(row["cost"]),
        prompt_tokens: Number(row["prompt_tokens"]),
        completion_tokens: Number(row["completion_tokens"]),
        total_tokens: Number(row["total_tokens"]),
      },
    }),
  };
}
