import type { ExperimentRun } from "@honeyhive/contract";

import { toSessionId } from "../lib/session-id.js";
import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";

const isNamed = "run_id IN {run_ids:Array(String)}";
const mixed = `SELECT DISTINCT session_id FROM events
      WHERE project_id = {project_id:String} AND run_id NOT IN {run_ids:Array(String)}`;
const everNaming = `SELECT session_id FROM sessions
      WHERE project_id = {project_id:String} AND event_id = session_id AND ${isNamed}`;

/**
 * Sessions that name one of these runs, or did once, in which other events do not. A session is of the run that it names,
 * with everything in it: most clients have only its start say so. Where every event does, as our own SDK has it, a run's
 * events are found without their sessions.
 */
export function findMixedSessions(projectId: string, runIds: readonly string[]): Query<string> {
  return {
    sql: `${mixed} AND session_id IN (${everNaming}) AND event_id != session_id`,
    params: { project_id: projectId, run_ids: runIds },
    parse: parseId,
  };
}

interface SessionsOfRuns {
  readonly runIds: readonly string[];
  readonly sessionIds: readonly string[];
}

/** Of these sessions those in which not all events name one of the runs. */
export function findMixedAmong(
  projectId: string,
  { runIds, sessionIds }: SessionsOfRuns,
): Query<string> {
  return {
    sql: `${mixed} AND session_id IN {session_ids:Array(String)}`,
    params: { project_id: projectId, run_ids: runIds, session_ids: sessionIds },
    parse: parseId,
  };
}

/** Of these sessions those that name one of the runs, as they are now. */
export function findNamingSessions(
  projectId: string,
  { runIds, sessionIds }: SessionsOfRuns,
): Query<string> {
  const rows = latestRows(
    "session_id, event_id, run_id",
    `project_id = {project_id:String} AND session_id IN {session_ids:Array(String)} AND event_id = session_id`,
    { source: "sessions" },
  );
  return {
    sql: `SELECT session_id FROM (${rows}) WHERE ${isNamed}`,
    params: { project_id: projectId, run_ids: runIds, session_ids: sessionIds },
    parse: parseId,
  };
}

/** Those that a run lists. Some clients call them events. */
export function listedSessions({
  session_ids,
  event_ids,
}: Pick<ExperimentRun, "session_ids" | "event_ids">): readonly string[] {
  return [...session_ids, ...event_ids].map(toSessionId);
}

function parseId(row: Readonly<Record<string, unknown>>): string {
  return String(row["session_id"]);
}
