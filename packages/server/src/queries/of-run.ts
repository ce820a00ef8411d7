import type { Condition } from "./compile-filter.js";
import { rowKey } from "./latest-rows.js";

/** What is of a run: events that name it, and all that is in its sessions. */
export interface RunScope {
  readonly runId: string;
  readonly sessionIds: readonly string[];
}

const namesIt = "events.run_id = {scope_run_id:String}";
const isInside = "events.session_id IN {scope_session_ids:Array(String)}";
/** Rows that are so in any version. `FINAL` reads less by their keys than by indexes, thrice less than by two of them. */
const everWhere = (condition: string): string => `(${rowKey}) IN (
      SELECT ${rowKey} FROM events WHERE project_id = {project_id:String} AND ${condition}
    )`;

/** Condition that an event is of the run. */
export function isOfRun({ runId, sessionIds }: RunScope): Condition {
  if (sessionIds.length === 0) return { sql: namesIt, params: { scope_run_id: runId } };
  return {
    sql: `(${everWhere(`(${namesIt} OR ${isInside})`)} AND (${namesIt} OR ${isInside}))`,
    params: { scope_run_id: runId, scope_session_ids: sessionIds },
  };
}

/** The same for `FINAL`. */
export function isOfRunFinal(run: RunScope): Condition {
  const { sql, params } = isOfRun(run);
  return run.sessionIds.length > 0
    ? { sql, params }
    : { sql: `(${everWhere(sql)} AND ${sql})`, params };
}
