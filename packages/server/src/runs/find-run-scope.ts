import type { ExperimentRun } from "@honeyhive/contract";

import { findNamingSessions, listedSessions } from "../queries/find-mixed-sessions.js";
import type { RunScope } from "../queries/of-run.js";
import type { RunSources } from "./load-run-events.js";

export interface WantedScope {
  readonly runId: string;
  /** May still be on its way, and need not be there: what names its id is of it all the same. */
  readonly run: Promise<ExperimentRun | undefined>;
}

/** What is of a run. Its sessions are told where they have events that do not name it. */
export async function findRunScope(
  { store, mixedSessions }: RunSources,
  projectId: string,
  { runId, run }: WantedScope,
): Promise<RunScope> {
  const runIds = [runId];
  const findNaming = async (): Promise<string[]> => {
    const sessionIds = await mixedSessions.findNaming(store, projectId, runIds);
    if (sessionIds.length === 0) return [];
    return store.select(findNamingSessions(projectId, { runIds, sessionIds }));
  };
  const findListed = async (): Promise<readonly string[]> => {
    const known = await run;
    const sessionIds = known === undefined ? [] : [...new Set(listedSessions(known))];
    return mixedSessions.findAmong(store, projectId, { runIds, sessionIds });
  };
  const [naming, listed] = await Promise.all([findNaming(), findListed()]);
  return { runId, sessionIds: [...new Set([...naming, ...listed])] };
}
