import type { ExperimentRun } from "@honeyhive/contract";

import { toSessionId } from "../lib/session-id.js";
import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";

const isNamed = "run_id IN {run_ids:Array(String)}";
const mixed = `SELECT DISTINCT session_id FROM events
      WHERE project_id = {project_id:String} AND run_id NOT IN {run_ids:Array(String)}
        AND _part NOT IN {known_parts:Array(String)}`;
const everNaming = `SELECT session_id FROM sessions
      WHERE project_id = {project_id:String} AND event_id = session_id AND ${isNamed}`;
/** To look for each of more sessions in each block of rows costs more than to read the sessions of all rows. */
const scanned = "SETTINGS use_index_for_in_with_subqueries_max_values = 5000";

/**
 * Sessions that name one of these runs, or did once, in which other events do not. A session is of the run that it names,
 * with everything in it: most clients have only its start say so. Where every event does, as our own SDK has it, a run's
 * events are found without their sessions.
 */
export function findMixedSessions(
  projectId: string,
  { runIds, knownParts }: { readonly runIds: readonly string[] } & Elsewhere,
): Query<string> {
  return {
    sql: `SELECT session_id FROM (
        ${mixed} AND session_id IN (${everNaming}) AND event_id != session_id ${scanned}
      )`,
    params: { project_id: projectId, run_ids: runIds, known_parts: knownParts },
    parse: parseId,
  };
}

/** The same text as long as the same sessions name one of these runs, or did once. */
export function digestNamingSessions(projectId: string, runIds: readonly string[]): Query<string> {
  return {
    sql: `SELECT concat(toString(count()), ' ', toString(groupBitXor(sipHash64(session_id)))) AS digest
      FROM (SELECT DISTINCT session_id FROM (${everNaming}))`,
    params: { project_id: projectId, run_ids: runIds },
    parse: (row) => String(row["digest"]),
  };
}

interface Elsewhere {
  /** Parts of the table that are not looked at. */
  readonly knownParts: readonly string[];
}

export interface SessionsOfRuns {
  readonly runIds: readonly string[];
  readonly sessionIds: readonly string[];
}

/** Of these sessions those in which not all events name one of the runs. */
export function findMixedAmong(
  projectId: string,
  { runIds, sessionIds, knownParts }: SessionsOfRuns & Elsewhere,
): Query<string> {
  return {
    sql: `${mixed} AND session_id IN {session_ids:Array(String)}`,
    params: {
      project_id: projectId,
      run_ids: runIds,
      session_ids: sessionIds,
      known_parts: knownParts,
    },
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
