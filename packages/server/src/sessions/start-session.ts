import type { SessionInput, StartedSession } from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import { HttpError } from "../lib/http-error.js";
import { digestOfPost } from "../events/post-digest.js";
import type { Services } from "../services.js";
import { rowVersion } from "../store/row-version.js";
import { sayDeleted } from "./say-deleted.js";
import { toSessionEvent, toSessionPatch } from "./to-session-event.js";

/** Starts a session, or fills in one that was first seen through its spans. */
export async function startSession(
  services: Pick<Services, "events" | "patches" | "sessions" | "reader" | "clock">,
  project: Project,
  input: SessionInput,
): Promise<StartedSession> {
  const event = toSessionEvent(input, project.id, services.clock() / 1000);
  const postDigest = digestOfPost(input);
  const owners = { org_id: "local", workspace_id: "local" };
  const key = { projectId: project.id, eventId: event.event_id };
  const claimed = await services.sessions.claim(project.id, [event.event_id]);
  if (claimed.size > 0) {
    try {
      const row = services.events
        .startRows()
        .encode(event, { version: rowVersion(true), postDigest });
      await services.events.append([row]);
      await services.patches.foldStarted([key]);
    } catch (error) {
      services.sessions.release(project.id, claimed);
      throw error;
    }
    return { ...event, ...owners };
  }
  if (services.sessions.isDeleted(project.id, event.event_id)) throw deletedSession(event.event_id);
  const origin = services.patches.newOrigin(postDigest);
  await services.patches.append(key, toSessionPatch(input, event), origin);
  const stored = await services.reader.read(project.id, event.event_id);
  return { ...(stored ?? event), ...owners };
}

export function deletedSession(sessionId: string, field = "session_id"): HttpError {
  return new HttpError(409, "SESSION_DELETED", sayDeleted(sessionId), { field });
}
