import type { EventInput } from "@honeyhive/contract";
import {
  eventInputSchema,
  eventUpdateSchema,
  operationSchemas,
  strictEventInputSchema,
} from "@honeyhive/contract/schemas";
import type { z } from "zod";

import { deleteEvents } from "../../events/delete-events.js";
import { toUpdatePatch, type AnyEventUpdate } from "../../events/update-to-patch.js";
import { HttpError } from "../../lib/http-error.js";
import { createEvents } from "../../ingest/create-events.js";
import { findEvents } from "../../queries/find-events.js";
import type { Services } from "../../services.js";
import { findDeletedSessions } from "../../sessions/find-deleted.js";
import { toItem } from "../../sessions/change-sessions.js";
import { deletedSession } from "../../sessions/start-session.js";
import { nameEvents } from "../../idempotency/name-events.js";
import { parseBody, parseWrapped } from "../request/parse.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";
import { findSessionTree } from "./sessions.js";
import { takingNulls } from "../request/taking-nulls.js";

/** The versioned route takes known fields only. */
export const createEvent = createEventAs(strictEventInputSchema);

export const createEventLegacy = takingNulls(createEventAs(eventInputSchema));

function createEventAs(schema: z.ZodType<EventInput>): RouteHandler {
  return async ({ readJson, project, ids }, services) => {
    const input = parseWrapped(schema, await readJson(), "event");
    const [eventId] = await createEvents(services, project, nameEvents([input], ids));
    return { success: true, event_id: eventId };
  };
}

export const updateEvent: RouteHandler = async (request, services) => {
  const update = parseBody(eventUpdateSchema, await request.readJson());
  return applyUpdate(request, services, request.params["event_id"] ?? "", update);
};

/** The older route names the event in the body and takes outputs of any type. */
export const updateEventLegacy = takingNulls(async (request, services) => {
  const { event_id, ...update } = parseBody(
    operationSchemas.updateEventLegacy.body,
    await request.readJson(),
  );
  return applyUpdate(request, services, event_id, update);
});

/** The first generation of this route took the id of a session and gave its tree: then both are given. */
export const getEvent: RouteHandler = async ({ params, project }, services) => {
  const eventId = (params["event_id"] ?? "").toLowerCase();
  const [event] = await services.store.select(findEvents(project.id, [eventId]));
  if (event === undefined) throw unknownEvent(params["event_id"] ?? "", project.name);
  if (event.event_id !== event.session_id) return { event };
  const tree = await findSessionTree(services, project.id, eventId);
  if (tree === undefined) return { event };
  // Times and roll-ups as in the tree and in lists.
  const { children: _, ...session } = tree;
  return { ...tree, event: session };
};

export const deleteEvent: RouteHandler = async ({ params, project }, { store }) => {
  const eventId = (params["event_id"] ?? "").toLowerCase();
  const count = await deleteEvents(store, project.id, { eventId });
  if (count === 0) throw unknownEvent(params["event_id"] ?? "", project.name);
  return { success: true, deleted: eventId };
};

function unknownEvent(eventId: string, projectName: string): HttpError {
  return new HttpError(
    404,
    "EVENT_NOT_FOUND",
    `Expected an event of project \`${projectName}\`, got the unknown id \`${eventId}\`. ` +
      "Check the id and the API key's project.",
  );
}

async function applyUpdate(
  { project }: RouteRequest,
  services: Services,
  givenId: string,
  update: AnyEventUpdate,
): Promise<object> {
  const eventId = givenId.toLowerCase();
  const { events, sessions } = services;
  if (sessions.isDeleted(project.id, eventId)) throw deletedSession(eventId, "event_id");
  await events.append([toItem(project.id, eventId, toUpdatePatch(update))]);
  const deleted = await findDeletedSessions(services, project.id, [eventId]);
  if (deleted.size > 0) throw deletedSession(eventId, "event_id");
  return { success: true };
}
