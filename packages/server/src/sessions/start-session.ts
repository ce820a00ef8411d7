import type { SessionInput, StartedSession } from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import { HttpError } from "../lib/http-error.js";
import { digestOfPost } from "../events/post-digest.js";
import type { Services } from "../services.js";
import { toStart } from "./change-sessions.js";
import { sayDeleted } from "./say-deleted.js";
import { toSessionEvent, toSessionPatch } from "./to-session-event.js";

/** Starts a session, or fills in one that was first seen through its spans. */
export async function startSession(
  services: Pick<Services, "events" | "sessions" | "reader" | "clock">,
  project: Project,
  input: SessionInput,
): Promise<StartedSession> {
  const { events, sessions, reader } = services;
  const event = toSessionEvent(input, project.id, services.clock() / 1000);
  const { event_id: id } = event;
  // An id that was made just now is nobody else's.
  const claimed = input.session_id
    ? await sessions.claim(project.id, [id])
    : sessions.claimNew(project.id, id);
  const isClaimed = claimed.size > 0;
  const start = {
    event,
    postDigest: digestOfPost(input),
    patches: [toSessionPatch(input, event)],
    isClaimed,
  };
  const rows = events.startRows();
  try {
    await events.append([toStart(start, rows)]);
  } catch (error) {
    sessions.release(project.id, claimed);
    throw error;
  }
  rows.release();
  if (sessions.isDeleted(project.id, id)) throw deletedSession(id);
  const stored = isClaimed ? undefined : await reader.read(project.id, id);
  return { ...(stored ?? event), org_id: "local", workspace_id: "local" };
}

export function deletedSession(sessionId: string, field = "session_id"): HttpError {
  return new HttpError(409, "SESSION_DELETED", sayDeleted(sessionId), { field });
}
