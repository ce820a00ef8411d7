import type { Query } from "../store/store.js";
import { usageOf, type ChartQuestion } from "./chart-events.js";
import { hasTokens, ownUsage, repeatedCalls, usageAbove } from "./repeated-calls.js";
import { compileWhere } from "./search-events.js";

/** Stands for all sessions in which calls are repeated, but none in another hour than the call above it began. */
export const withinHours = "";

export interface NewCalls {
  /** Calls that began earlier are of no matter. Unix milliseconds. */
  readonly fromMs: number;
  /** Parts of the table that are not looked at, but for what the same sessions have in them. */
  readonly knownParts: readonly string[];
}

/**
 * Sessions in which a call may repeat the one directly above it, from another hour, and `withinHours` where there are
 * others. Found without regard to versions and to what a chart asks for, which finds some of these.
 */
export function findRepeatingSessions(
  projectId: string,
  { fromMs, knownParts }: NewCalls,
): Query<string> {
  const calls = `FROM events WHERE project_id = {project_id:String}
      AND start_time >= fromUnixTimestamp64Micro({from_micros:Int64}) AND ${hasTokens}`;
  const ofNewParts = `AND session_id IN (
        SELECT session_id ${calls} AND _part NOT IN {known_parts:Array(String)}
      )`;
  return {
    sql: `SELECT DISTINCT if(hours > hashes, session_id, {within_hours:String}) AS found FROM (
        SELECT session_id, arrayIntersect(own, above) AS alike,
          arrayFilter((usage, hour) -> has(alike, usage), arrayConcat(own, above), arrayConcat(hours_of, hours_of)) AS usages,
          arrayFilter((hour, usage) -> has(alike, usage), arrayConcat(hours_of, hours_of), arrayConcat(own, above)) AS their_hours,
          arrayUniq(usages) AS hashes, arrayUniq(usages, their_hours) AS hours
        FROM (
          SELECT session_id, groupArray(${ownUsage}) AS own, groupArray(${usageAbove}) AS above,
            groupArray(toUnixTimestamp(toStartOfHour(start_time))) AS hours_of
          ${calls} ${knownParts.length === 0 ? "" : ofNewParts}
          GROUP BY session_id HAVING notEmpty(arrayIntersect(own, above))
        )
      ) SETTINGS ${scanned}`,
    params: {
      project_id: projectId,
      from_micros: fromMs * 1000,
      known_parts: knownParts,
      within_hours: withinHours,
    },
    parse: (row) => String(row["found"]),
  };
}

/** To look for each of more sessions in each block of rows costs more than to read the sessions of all rows. */
const scanned = "use_index_for_in_with_subqueries_max_values = 1000";

export interface RepeatedCall {
  readonly row: string;
  /** The hour in which it began, Unix milliseconds. */
  readonly hourMs: number;
}

/** Calls in these sessions that do not count in a chart. */
export function findRepeatedCalls(
  projectId: string,
  { question, sessionIds, limit }: RepeatedCallsQuestion,
): Query<RepeatedCall> {
  const { where, params } = compileWhere(projectId, question);
  const usage = usageOf(question);
  if (usage === undefined) throw new TypeError("Expected a chart of what calls used.");
  const ofSessions = `${where} AND session_id IN {session_ids:Array(String)}`;
  return {
    sql: `SELECT toString(repeated.1) AS row, repeated.2 AS hour
      FROM (${repeatedCalls({ where: ofSessions, usage })}) ORDER BY row LIMIT {limit:UInt64}`,
    params: { ...params, session_ids: sessionIds, limit },
    parse: (row) => ({ row: String(row["row"]), hourMs: Number(row["hour"]) * 1000 }),
  };
}

export interface RepeatedCallsQuestion {
  readonly question: ChartQuestion;
  readonly sessionIds: readonly string[];
  readonly limit: number;
}
