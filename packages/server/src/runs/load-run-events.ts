import type { ExperimentRun, ResultDetail } from "@honeyhive/contract";

import { listedSessions } from "../queries/find-mixed-sessions.js";
import { findRunEvents, findUnnamedEvents, type RunEvent } from "../queries/find-run-events.js";
import type { Store } from "../store/store.js";
import type { MixedSessions } from "./mixed-sessions.js";

export interface RunSources {
  readonly store: Store;
  readonly mixedSessions: MixedSessions;
}

export interface WantedEvents {
  readonly runIds: readonly string[];
  /** The runs themselves, which may still be on their way. */
  readonly runs: Promise<readonly ExperimentRun[]>;
  readonly detail: ResultDetail;
}

/**
 * What the results of runs are made of, oldest first. While the store looks for events that name the runs, it looks for
 * sessions in which there are others.
 */
export async function loadRunEvents(
  { store, mixedSessions }: RunSources,
  projectId: string,
  { runIds, runs, detail }: WantedEvents,
): Promise<readonly RunEvent[]> {
  const findListed = async (): Promise<readonly string[]> => {
    const listed = (await runs).flatMap(listedSessions);
    return mixedSessions.findAmong(store, projectId, { runIds, sessionIds: [...new Set(listed)] });
  };
  const findUnnamed = async (): Promise<RunEvent[]> => {
    const [naming, listed] = await Promise.all([
      mixedSessions.findNaming(store, projectId, runIds),
      findListed(),
    ]);
    const sessionIds = [...new Set([...naming, ...listed])];
    if (sessionIds.length === 0) return [];
    return store.select(findUnnamedEvents(projectId, { runIds, sessionIds }, detail));
  };
  const [named, unnamed] = await Promise.all([
    store.select(findRunEvents(projectId, runIds, detail)),
    findUnnamed(),
  ]);
  return unnamed.length === 0 ? named : [...named, ...unnamed].toSorted(inOrder);
}

/** As each of the two is. */
function inOrder({ event: left }: RunEvent, { event: right }: RunEvent): number {
  return left.start_time - right.start_time || (left.event_id < right.event_id ? -1 : 1);
}
