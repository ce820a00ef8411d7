import type { Event } from "@honeyhive/contract";

import { convertInSlices } from "../convert-in-slices.js";
import { encodeEvent, type EventLog } from "../events/event-log.js";
import type { PatchLog } from "../events/patch-log.js";
import { autoSession } from "../sessions/auto-session.js";
import type { SessionRegistry } from "../sessions/session-registry.js";

export interface IngestServices {
  readonly events: EventLog;
  readonly patches: PatchLog;
  readonly sessions: SessionRegistry;
}

export interface IncomingEvent {
  readonly event: Event;
  readonly sessionName?: string | undefined;
}

/** Stores events of one project and the sessions that are first seen through them. */
export async function ingestEvents(
  { events, patches, sessions }: IngestServices,
  projectId: string,
  incoming: readonly IncomingEvent[],
): Promise<void> {
  const earliest = earliestOfEachSession(incoming);
  const claimed = await sessions.claim(projectId, [...earliest.keys()]);
  const started = [...earliest.values()]
    .filter(({ event }) => claimed.has(event.session_id))
    .map(({ event, sessionName }) => autoSession(event, sessionName));
  const all = [...started, ...incoming.map(({ event }) => event)];
  try {
    await events.append(await convertInSlices(all, encodeEvent));
  } catch (error) {
    sessions.release(projectId, claimed);
    throw error;
  }
  await Promise.all(incoming.map(({ event }) => passErrorToSession(patches, event)));
}

function earliestOfEachSession(incoming: readonly IncomingEvent[]): Map<string, IncomingEvent> {
  const earliest = new Map<string, IncomingEvent>();
  for (const item of incoming) {
    const known = earliest.get(item.event.session_id);
    if (known === undefined || item.event.start_time < known.event.start_time) {
      earliest.set(item.event.session_id, item);
    }
  }
  return earliest;
}

/** A session has failed when something directly below it has; errors further down may have been handled. */
async function passErrorToSession(patches: PatchLog, event: Event): Promise<void> {
  const { error, session_id: sessionId, project_id: projectId } = event;
  if (error === null || event.parent_id !== sessionId) return;
  await patches.append(
    { projectId, eventId: sessionId },
    { replace: { error } },
    // The same each time the event is sent.
    { patchId: event.event_id, patchedAtMicros: Math.round(event.end_time * 1000) },
  );
}
