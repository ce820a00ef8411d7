import type { Event, ExportEventsResponse } from "@honeyhive/contract";

import { checkProjections } from "../queries/check-projections.js";
import { toCursor } from "../queries/event-cursor.js";
import { findSessionRollups, type StoredRollup } from "../queries/find-session-rollups.js";
import { countEvents, type EventPlace, type EventSearch } from "../queries/search-events.js";
import type { Store } from "../store/store.js";
import { findPage, readPage, type Total } from "./find-page.js";
import { projectEvent } from "./project-event.js";
import { completeSessionTimes } from "./session-times.js";

/** A page of events and how many there are in all. Sessions carry their roll-ups, as in their tree. */
export async function exportEvents(
  store: Store,
  projectId: string,
  request: EventSearch,
): Promise<ExportEventsResponse> {
  checkProjections(request.projections);
  const { places, total, isLast } = await findPage(store, projectId, request);
  const [page, rollups, { totalEvents, ...more }] = await Promise.all([
    readPage(store, projectId, places, request),
    findRollups(store, projectId, places),
    total ?? countAll(store, projectId, request),
  ]);
  const last = isLast ? undefined : places.at(-1);
  const events = page.map((event) => addRollup(event, rollups.get(event.event_id)));
  return {
    events: events.map((event) => projectEvent(event, request.projections)),
    totalEvents,
    count: totalEvents,
    ...more,
    ...(last === undefined ? {} : { nextCursor: toCursor(last.startMicros, last.eventId) }),
  };
}

async function countAll(store: Store, projectId: string, request: EventSearch): Promise<Total> {
  const [totalEvents = 0] = await store.select(countEvents(projectId, request));
  return { totalEvents };
}

async function findRollups(
  store: Store,
  projectId: string,
  places: readonly EventPlace[],
): Promise<ReadonlyMap<string, StoredRollup>> {
  const sessionIds = places
    .filter(({ eventId, sessionId }) => eventId === sessionId)
    .map(({ sessionId }) => sessionId);
  if (sessionIds.length === 0) return new Map();
  const stored = await store.select(findSessionRollups(projectId, sessionIds));
  return new Map(stored.map((entry) => [entry.sessionId, entry]));
}

function addRollup(event: Event, entry: StoredRollup | undefined): Event {
  if (entry === undefined) return event;
  const { rollup, ...bounds } = entry;
  const times = completeSessionTimes(event, bounds);
  return { ...event, ...times, metadata: { ...event.metadata, ...rollup } };
}
