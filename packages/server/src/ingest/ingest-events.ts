import type { Event } from "@honeyhive/contract";

import { encodeEvent, type EventLog } from "../events/event-log.js";
import { autoSession, type SessionRegistry } from "../sessions/session-registry.js";

export interface IncomingEvent {
  readonly event: Event;
  readonly sessionName?: string | undefined;
}

/** Stores events of one project and the sessions that are first seen through them. */
export async function ingestEvents(
  { events, sessions }: { readonly events: EventLog; readonly sessions: SessionRegistry },
  projectId: string,
  incoming: readonly IncomingEvent[],
): Promise<void> {
  const earliest = new Map<string, IncomingEvent>();
  for (const item of incoming) {
    const known = earliest.get(item.event.session_id);
    if (known === undefined || item.event.start_time < known.event.start_time) {
      earliest.set(item.event.session_id, item);
    }
  }
  const claimed = await sessions.claim(projectId, [...earliest.keys()]);
  // A batch may carry the session's own event.
  for (const { event } of incoming) {
    if (event.event_id === event.session_id) earliest.delete(event.session_id);
  }
  const started = [...earliest.values()]
    .filter(({ event }) => claimed.has(event.session_id))
    .map(({ event, sessionName }) => autoSession(event, sessionName));
  try {
    await events.appendEncoded(
      [...started, ...incoming.map(({ event }) => event)].map(encodeEvent),
    );
  } catch (error) {
    sessions.release(projectId, claimed);
    throw error;
  }
}
