import { sessionInputSchema } from "@honeyhive/contract/schemas";

import { deleteEvents } from "../events/delete-events.js";
import { HttpError } from "../http-error.js";
import { findSessionEvents } from "../queries/find-session-events.js";
import { toSessionId } from "../sessions/session-id.js";
import { autoSession } from "../sessions/auto-session.js";
import { buildSessionTree } from "../sessions/session-tree.js";
import { startSession as start } from "../sessions/start-session.js";
import { parseBody, unwrap } from "./parse.js";
import type { RouteHandler } from "./route-handler.js";

export const startSession: RouteHandler = async ({ readJson, project }, services) => {
  const input = parseBody(sessionInputSchema, unwrap(await readJson(), "session"));
  return start(services, project, input);
};

export const getSession: RouteHandler = async ({ params, project }, { store }) => {
  const sessionId = toSessionId(params["session_id"] ?? "");
  const events = await store.select(findSessionEvents(project.id, sessionId));
  const [first] = events;
  if (first === undefined) throw unknownSession(params["session_id"] ?? "", project.name);
  const root =
    events.find((event) => event.event_id === sessionId) ?? autoSession(first, undefined);
  return buildSessionTree(root, events);
};

/** The session with all its events. */
export const deleteSession: RouteHandler = async ({ params, project }, { store }) => {
  const sessionId = toSessionId(params["session_id"] ?? "");
  const count = await deleteEvents(store, project.id, { sessionId });
  if (count === 0) throw unknownSession(params["session_id"] ?? "", project.name);
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
