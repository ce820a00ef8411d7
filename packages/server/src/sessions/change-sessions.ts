import type { RejectedChange, SessionChange } from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import { applyPatches, type EventPatch } from "../events/event-patch.js";
import type { EventUpdate, SessionStart } from "../events/log-item.js";
import { digestOfPost } from "../events/post-digest.js";
import type { RowWriter } from "../events/row-writer.js";
import { toUpdatePatch } from "../events/update-to-patch.js";
import type { Services } from "../services.js";
import { rowVersion } from "../store/row-version.js";
import { findDeletedSessions } from "./find-deleted.js";
import { sayDeleted } from "./say-deleted.js";
import { toSessionEvent, toSessionPatch } from "./to-session-event.js";

/**
 * Starts and changes sessions as requests of their own would, one after the other. A session that is new is written
 * once, with all that is said of it until then. What was sent before is merged into what is there, so that a batch
 * whose answer was lost may be sent again. Resolves to what was not kept: of sessions that were deleted.
 */
export async function changeSessions(
  services: Pick<Services, "events" | "patches" | "sessions" | "clock">,
  project: Project,
  changes: readonly SessionChange[],
): Promise<RejectedChange[]> {
  const { events, clock } = services;
  const nowMs = clock() / 1000;
  const rows = events.startRows();
  const starts = new Map<string, Started>();
  const updates: EventUpdate[] = [];
  const eventIds: string[] = [];
  for (const change of changes) {
    const { eventId, start, patch } = toStep(change, project.id, nowMs);
    eventIds.push(eventId);
    const known = starts.get(eventId);
    if (known !== undefined) known.patches.push(patch);
    else if (start !== undefined) starts.set(eventId, { ...start, patches: [patch] });
    else updates.push(toItem(project.id, eventId, patch));
  }
  // Of a session that the same request starts, what came before its start is told first.
  await events.append([...updates, ...[...starts.values()].map((start) => toStart(start, rows))]);
  rows.release();
  const deleted = await findDeletedSessions(services, project.id, eventIds);
  return eventIds.flatMap((eventId, index) =>
    deleted.has(eventId) ? [{ index, code: "SESSION_DELETED", message: sayDeleted(eventId) }] : [],
  );
}

interface Step {
  readonly eventId: string;
  /** The session that the step starts, if it starts one. */
  readonly start: Omit<Started, "patches"> | undefined;
  /** What it changes in an event that is there. */
  readonly patch: EventPatch;
}

/** A session, and what the request says of it, its start included. */
interface Started extends Pick<SessionStart, "event" | "postDigest" | "isClaimed"> {
  readonly patches: EventPatch[];
}

function toStep(change: SessionChange, projectId: string, nowMs: number): Step {
  if (!("session" in change)) {
    const { event_id, ...update } = change;
    return { eventId: event_id.toLowerCase(), start: undefined, patch: toUpdatePatch(update) };
  }
  const event = toSessionEvent(change.session, projectId, nowMs);
  const start = { event, postDigest: digestOfPost(change.session) };
  return { eventId: event.event_id, start, patch: toSessionPatch(change.session, event) };
}

export function toItem(projectId: string, eventId: string, patch: EventPatch): EventUpdate {
  return { kind: "update", projectId, eventId, patch, body: JSON.stringify(patch) };
}

export function toStart(
  { event: started, patches, ...start }: Started,
  rows: RowWriter,
): SessionStart {
  const event = applyPatches(started, patches.slice(1));
  const { postDigest } = start;
  const encoded = rows.encode(event, { version: rowVersion(true), postDigest });
  return { ...encoded, ...start, kind: "start", event, patches };
}
