import type { EventNode, SessionInput } from "@honeyhive/contract";
import {
  operationSchemas,
  sessionInputSchema,
  strictSessionInputSchema,
} from "@honeyhive/contract/schemas";
import type { z } from "zod";

import { deleteEvents } from "../../events/delete-events.js";
import { readSessionRoots } from "../../events/session-roots.js";
import { HttpError } from "../../lib/http-error.js";
import { findSessionEvents } from "../../queries/find-session-events.js";
import type { Services } from "../../services.js";
import { toSessionId } from "../../lib/session-id.js";
import { autoSession } from "../../sessions/auto-session.js";
import { changeSessions as change } from "../../sessions/change-sessions.js";
import { buildSessionTree } from "../../sessions/session-tree.js";
import { startSession as start } from "../../sessions/start-session.js";
import { nameSession } from "../../idempotency/name-events.js";
import { parseBody, parseWrapped } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";
import { takingNulls } from "../request/taking-nulls.js";

/** The versioned route takes known fields only. */
export const createSession = startSessionAs(strictSessionInputSchema);

export const startSessionLegacy = takingNulls(startSessionAs(sessionInputSchema));

function startSessionAs(schema: z.ZodType<SessionInput>): RouteHandler {
  return async ({ readJson, project, ids }, services) => {
    const input = parseWrapped(schema, await readJson(), "session");
    return start(services, project, nameSession(input, ids));
  };
}

export const changeSessions: RouteHandler = async ({ readJson, project, ids }, services) => {
  const { changes } = parseBody(operationSchemas.changeSessions.body, await readJson());
  const named = changes.map((each) =>
    "session" in each ? { session: nameSession(each.session, ids) } : each,
  );
  const rejected = await change(services, project, named);
  return { success: true, ...(rejected.length > 0 && { rejected }) };
};

export const getSession: RouteHandler = async ({ params, project }, services) => {
  const sessionId = toSessionId(params["session_id"] ?? "");
  const tree = await findSessionTree(services, project.id, sessionId);
  if (tree !== undefined) return tree;
  throw unknownSession(params["session_id"] ?? "", project.name);
};

/** Undefined when there is no such session. */
export async function findSessionTree(
  { store }: Pick<Services, "store">,
  projectId: string,
  sessionId: string,
): Promise<EventNode | undefined> {
  const events = await store.select(findSessionEvents(projectId, sessionId));
  const [first] = events;
  if (first === undefined) return undefined;
  const root =
    events.find((event) => event.event_id === sessionId) ?? autoSession(first, undefined);
  return buildSessionTree(root, events);
}

export const findRootSpans: RouteHandler = async ({ readJson, project }, { store }) => {
  const { session_ids } = parseBody(operationSchemas.findRootSpans.body, await readJson());
  return { root_spans: await readSessionRoots(store, project.id, session_ids.map(toSessionId)) };
};

/** The session with all its events. */
export const deleteSession: RouteHandler = async ({ params, project }, services) => {
  const sessionId = toSessionId(params["session_id"] ?? "");
  const { store, sessions, lateDeletions } = services;
  const count = await deleteEvents(store, project.id, { sessionId });
  if (count === 0) throw unknownSession(params["session_id"] ?? "", project.name);
  sessions.markDeleted(project.id, sessionId);
  // Other servers go on taking what is sent of it until they look for it again.
  if (store.isShared) await lateDeletions.note({ projectId: project.id, sessionId });
  return { success: true, deleted: sessionId };
};

function unknownSession(sessionId: string, projectName: string): HttpError {
  return new HttpError(
    404,
    "SESSION_NOT_FOUND",
    `Expected a session of project \`${projectName}\`, got the unknown id \`${sessionId}\`. ` +
      "Check the id and the API key's project; spans that are still in a client's queue arrive after its flush.",
  );
}
