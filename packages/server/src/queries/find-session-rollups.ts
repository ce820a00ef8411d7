import type { SessionRollup } from "@honeyhive/contract";

import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";
import { hasTokens, ownUsage, usageAbove } from "./repeated-calls.js";

export interface StoredRollup {
  readonly sessionId: string;
  readonly rollup: SessionRollup;
  readonly firstStartMs: number;
  readonly lastEndMs: number;
}

const ofSessions = "project_id = {project_id:String} AND session_id IN {session_ids:Array(String)}";
/** Keys that are null were taken back. */
const hasFeedback =
  "feedback != '{}' AND arrayExists(pair -> pair.2 != 'null', JSONExtractKeysAndValuesRaw(feedback))";
const columns =
  "session_id, event_id, parent_id, event_type, feedback, cost, prompt_tokens, completion_tokens, total_tokens, start_time, end_time";
const ofNoTokens = `event_type = 'model' AND NOT (${hasTokens})`;
const calls = `groupArrayIf((
          ${ownUsage}, ${usageAbove}, prompt_tokens, completion_tokens, total_tokens, cost
        ), ${hasTokens})`;

/** What `rollUp` computes for one session's tree, for a page of sessions. */
export function findSessionRollups(
  projectId: string,
  sessionIds: readonly string[],
): Query<StoredRollup> {
  const sumOf = (column: string, at: number, counted: string): string =>
    `sumIf(${column}, ${ofNoTokens}) + arraySum(call -> call.${at}, ${counted})`;
  return {
    sql: `SELECT * EXCEPT (calls, said_above, paid_above, counted_calls, paid_calls) FROM (
      SELECT session_id, countIf(event_id != session_id) AS num_events,
        countIf(event_type = 'model') AS num_model_events, max(${hasFeedback}) AS has_feedback,
        ${calls} AS calls, arrayIntersect(calls.1, calls.2) AS said_above,
        arrayIntersect(arrayFilter(call -> call.6 > 0, calls).1, calls.2) AS paid_above,
        arrayFilter(call -> NOT has(said_above, call.2), calls) AS counted_calls,
        arrayFilter(call -> NOT has(paid_above, call.2), calls) AS paid_calls,
        ${sumOf("prompt_tokens", 3, "counted_calls")} AS sum_of_prompt,
        ${sumOf("completion_tokens", 4, "counted_calls")} AS sum_of_completion,
        ${sumOf("total_tokens", 5, "counted_calls")} AS sum_of_total,
        ${sumOf("cost", 6, "paid_calls")} AS sum_of_cost,
        min(toUnixTimestamp64Micro(start_time)) / 1000 AS first_start,
        max(toUnixTimestamp64Micro(end_time)) / 1000 AS last_end
      FROM (${latestRows(columns, ofSessions)})
      GROUP BY session_id)`,
    params: { project_id: projectId, session_ids: sessionIds },
    parse: (row) => ({
      sessionId: String(row["session_id"]),
      firstStartMs: Number(row["first_start"]),
      lastEndMs: Number(row["last_end"]),
      rollup: {
        num_events: Number(row["num_events"]),
        num_model_events: Number(row["num_model_events"]),
        has_feedback: Boolean(Number(row["has_feedback"])),
        cost: Number(row["sum_of_cost"]),
        prompt_tokens: Number(row["sum_of_prompt"]),
        completion_tokens: Number(row["sum_of_completion"]),
        total_tokens: Number(row["sum_of_total"]),
      },
    }),
  };
}
