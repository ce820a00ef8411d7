import type { Event, SessionChange } from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import { applyPatches, type EventPatch } from "../events/event-patch.js";
import { toUpdatePatch } from "../events/update-to-patch.js";
import type { Services } from "../services.js";
import { toSessionEvent, toSessionPatch } from "./to-session-event.js";

interface Step {
  readonly eventId: string;
  /** The session that the step starts, if it starts one. */
  readonly started: Event | undefined;
  /** What it changes in an event that is there. */
  readonly patch: EventPatch;
}

/**
 * Starts and changes sessions as requests of their own would, one after the other. A session that is new is written
 * once, with all that the batch says of it. What was sent before is merged into what is there, so that a batch whose
 * answer was lost may be sent again.
 */
export async function changeSessions(
  services: Pick<Services, "events" | "patches" | "sessions" | "clock">,
  project: Project,
  changes: readonly SessionChange[],
): Promise<void> {
  const nowMs = services.clock() / 1000;
  const steps = changes.map((change) => toStep(change, project.id, nowMs));
  const started = steps.flatMap((step) => (step.started === undefined ? [] : [step.eventId]));
  const claimed = await services.sessions.claim(project.id, [...new Set(started)]);
  const { fresh, later } = sortOut(steps, claimed);
  try {
    const rows = services.events.startRows();
    await services.events.append(fresh.map((event) => rows.encode(event)));
    rows.release();
  } catch (error) {
    services.sessions.release(project.id, claimed);
    throw error;
  }
  await Promise.all(
    later.map(({ eventId, patch }) =>
      services.patches.append({ projectId: project.id, eventId }, patch),
    ),
  );
}

function toStep(change: SessionChange, projectId: string, nowMs: number): Step {
  if (!("session" in change)) {
    const { event_id, ...update } = change;
    return { eventId: event_id.toLowerCase(), started: undefined, patch: toUpdatePatch(update) };
  }
  const started = toSessionEvent(change.session, projectId, nowMs);
  return { eventId: started.event_id, started, patch: toSessionPatch(change.session, started) };
}

/** `fresh`: sessions that nobody has written, with what follows their start; `later`: all other steps. */
function sortOut(
  steps: readonly Step[],
  claimed: ReadonlySet<string>,
): { readonly fresh: readonly Event[]; readonly later: readonly Step[] } {
  const fresh = new Map<string, { readonly event: Event; readonly patches: EventPatch[] }>();
  const later: Step[] = [];
  for (const step of steps) {
    const known = fresh.get(step.eventId);
    if (known !== undefined) known.patches.push(step.patch);
    else if (step.started === undefined || !claimed.has(step.eventId)) later.push(step);
    else fresh.set(step.eventId, { event: step.started, patches: [] });
  }
  return {
    fresh: [...fresh.values()].map(({ event, patches }) => applyPatches(event, patches)),
    later,
  };
}
