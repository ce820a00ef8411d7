import type { Event } from "@honeyhive/contract";

import { GatheredReads } from "../lib/gathered-reads.js";
import { findEvents } from "../queries/find-events.js";
import type { Store } from "../store/store.js";

/** For those who have just changed an event, and answer with what it is now. */
export function openReader(store: Store): GatheredReads<Event> {
  return new GatheredReads(async (projectId, eventIds) => {
    const found = await store.select({ ...findEvents(projectId, eventIds), isForWrite: true });
    return new Map(found.map((event) => [event.event_id, event]));
  });
}
