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

/**
 * Pairs the nth event of a datapoint in the new run (`event_1`) with the nth in the old (`event_2`). Clients require
 * both: what one run has alone is left to the comparison itself, which names it.
 */
export function pairEvents(
  newEvents: ReadonlyMap<string, readonly Event[]>,
  oldEvents: ReadonlyMap<string, readonly Event[]>,
): ComparedEvents[] {
  return [...newEvents].flatMap(([datapoint_id, events]) => {
    const others = oldEvents.get(datapoint_id) ?? [];
    return events.flatMap((event_1, index) => {
      const event_2 = others[index];
      return event_2 === undefined ? [] : [{ datapoint_id, event_1, event_2 }];
    });
  });
}
