import type { ComparedEvents, Event } from "@honeyhive/contract";

import { groupBy } from "../lib/group-by.js";
import type { RunCase } from "./run-case.js";

/** Events of one run by the datapoint that their case is about. */
export function eventsByDatapoint(
  cases: readonly RunCase[],
  events: readonly Event[],
): Map<string, Event[]> {
  const bySession = groupBy(events, (event) => event.session_id);
  const byDatapoint = new Map<string, Event[]>();
  for (const { datapointId, sessionId } of cases) {
    if (datapointId === null) continue;
    const known = byDatapoint.get(datapointId) ?? [];
    byDatapoint.set(datapointId, [...known, ...(bySession.get(sessionId) ?? [])]);
  }
  return byDatapoint;
}

/** Pairs the nth event of a datapoint in the new run (`event_1`) with the nth in the old (`event_2`). */
export function pairEvents(
  newEvents: ReadonlyMap<string, readonly Event[]>,
  oldEvents: ReadonlyMap<string, readonly Event[]>,
): ComparedEvents[] {
  const ids = new Set([...newEvents.keys(), ...oldEvents.keys()]);
  return [...ids].flatMap((id) => {
    const [left, right] = [newEvents.get(id) ?? [], oldEvents.get(id) ?? []];
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) => ({
      datapoint_id: id,
      event_1: left[index] ?? null,
      event_2: right[index] ?? null,
    }));
  });
}
