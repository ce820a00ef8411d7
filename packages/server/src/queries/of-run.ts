import type { Condition } from "./compile-filter.js";
import { rowKey } from "./latest-rows.js";

/** What is of a run: events that name it, and all that is in its sessions. */
export interface RunScope {
  readonly runId: string;
  readonly sessionIds: readonly string[];
}

const namesIt = "events.run_id = {scope_run_id:String}";
const isInside = "events.session_id IN {scope_session_ids:Array(String)}";
/** Rows that are of it in any version. With `FINAL` the engine reads thrice as much where two indexes have to be asked. */
const everOfRun = `(${rowKey}) IN (
      SELECT ${rowKey} FROM events WHERE project_id = {project_id:String} AND (${namesIt} OR ${isInside})
    )`;

/** Condition that an event is of the run. */
export function isOfRun({ runId, sessionIds }: RunScope): Condition {
  if (sessionIds.length === 0) return { sql: namesIt, params: { scope_run_id: runId } };
  return {
    sql: `(${everOfRun} AND (${namesIt} OR ${isInside}))`,
    params: { scope_run_id: runId, scope_session_ids: sessionIds },
  };
}
