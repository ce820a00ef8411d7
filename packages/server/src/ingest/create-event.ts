import type { EventInput } from "@honeyhive/contract";

import type { Project } from "../auth/project-directory.js";
import { toEvent, toEventPatch } from "../events/to-event.js";
import { findEvents } from "../queries/find-events.js";
import type { Services } from "../services.js";
import { startSession } from "../sessions/start-session.js";
import { ingestEvents } from "./ingest-events.js";

export type CreateEventServices = Pick<
  Services,
  "events" | "patches" | "sessions" | "store" | "clock" | "prices"
>;

/** Stores an event and gives its id. An event that is there already keeps its start time. */
export async function createEvent(
  services: CreateEventServices,
  project: Project,
  input: EventInput,
): Promise<string> {
  const event = toEvent(input, project.id, services.clock() / 1000);
  if (event.event_type === "session") {
    const { event_id } = await startSession(services, project, {
      ...input,
      session_id: event.session_id,
      outputs: event.outputs,
    });
    return event_id;
  }
  const existing =
    input.event_id === undefined
      ? []
      : await services.store.select(findEvents(project.id, [event.event_id]));
  if (existing.length === 0) await ingestEvents(services, project.id, [{ event }]);
  else {
    const key = { projectId: project.id, eventId: event.event_id };
    await services.patches.append(key, toEventPatch(input, event));
  }
  return event.event_id;
}
