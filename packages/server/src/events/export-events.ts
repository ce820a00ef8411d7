import type { Event, ExportEventsRequest, ExportEventsResponse } from "@honeyhive/contract";

import { findSessionRollups } from "../queries/find-session-rollups.js";
import { countEvents, searchEvents } from "../queries/search-events.js";
import type { Store } from "../store/store.js";
import { projectEvent } from "./project-event.js";

/** A page of events and how many there are in all. Sessions carry their roll-ups, as in their tree. */
export async function exportEvents(
  store: Store,
  projectId: string,
  request: ExportEventsRequest,
): Promise<ExportEventsResponse> {
  const [page, [total = 0]] = await Promise.all([
    store.select(searchEvents(projectId, request)),
    store.select(countEvents(projectId, request)),
  ]);
  const events = await addRollups(store, projectId, page);
  return {
    events: events.map((event) => projectEvent(event, request.projections)),
    totalEvents: total,
    count: total,
  };
}

async function addRollups(
  store: Store,
  projectId: string,
  events: readonly Event[],
): Promise<readonly Event[]> {
  const sessionIds = events
    .filter((event) => event.event_id === event.session_id)
    .map((event) => event.session_id);
  if (sessionIds.length === 0) return events;
  const stored = await store.select(findSessionRollups(projectId, sessionIds));
  const bySession = new Map(stored.map((entry) => [entry.sessionId, entry]));
  return events.map((event) => {
    const entry = bySession.get(event.event_id);
    if (entry === undefined) return event;
    const { rollup, lastEndMs } = entry;
    const times =
      event.duration > 0
        ? {}
        : { end_time: lastEndMs, duration: Math.max(0, lastEndMs - event.start_time) };
    return { ...event, ...times, metadata: { ...event.metadata, ...rollup } };
  });
}
