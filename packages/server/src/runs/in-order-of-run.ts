import type { ExperimentRun } from "@honeyhive/contract";

import { listedSessions } from "../queries/find-mixed-sessions.js";
import type { RunCase } from "./run-case.js";

/**
 * Cases in the order in which their run lists its sessions, which is that of its dataset: many begin at once, and what is
 * resumed begins last. Those that it does not list, as while it goes on, come after them as they are.
 */
export function inOrderOfRun(
  cases: readonly RunCase[],
  run: Pick<ExperimentRun, "session_ids" | "event_ids">,
): readonly RunCase[] {
  const bySession = new Map(cases.map((runCase) => [runCase.sessionId, runCase]));
  const listed = new Set<RunCase>();
  for (const sessionId of listedSessions(run)) {
    const runCase = bySession.get(sessionId);
    if (runCase !== undefined) listed.add(runCase);
  }
  return [...listed, ...cases.filter((runCase) => !listed.has(runCase))];
}
