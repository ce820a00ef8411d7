import type { ExperimentRun, ResultDetail } from "@honeyhive/contract";

import { findMixedSessions, listedSessions } from "../queries/find-mixed-sessions.js";
import { findRunEvents, findUnnamedEvents, type RunEvent } from "../queries/find-run-events.js";
import type { Store } from "../store/store.js";

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
  store: Store,
  projectId: string,
  { runIds, runs, detail }: WantedEvents,
): Promise<readonly RunEvent[]> {
  const findNamed = async (): Promise<RunEvent[]> =>
    store.select(findRunEvents(projectId, await runs, detail));
  const findUnnamed = async (): Promise<RunEvent[]> => {
    const mixed = store.select(findMixedSessions(projectId, runIds));
    const [known, found] = await Promise.all([runs, mixed]);
    const listed = new Set(known.flatMap(listedSessions));
    const sessionIds = found.filter((id) => !listed.has(id));
    if (sessionIds.length === 0) return [];
    return store.select(findUnnamedEvents(projectId, { runIds, sessionIds }, detail));
  };
  const [named, unnamed] = await Promise.all([findNamed(), findUnnamed()]);
  return unnamed.length === 0 ? named : [...named, ...unnamed].toSorted(inOrder);
}

/** As each of the two is. */
function inOrder({ event: left }: RunEvent, { event: right }: RunEvent): number {
  return left.start_time - right.start_time || (left.event_id < right.event_id ? -1 : 1);
}
