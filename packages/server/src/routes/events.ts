import type { EventInput, EventUpdate } from "@honeyhive/contract";
import {
  eventInputSchema,
  eventUpdateSchema,
  strictEventInputSchema,
} from "@honeyhive/contract/schemas";
import { z } from "zod";

import { deleteEvents } from "../events/delete-events.js";
import type { EventPatch } from "../events/event-patch.js";
import { toOutputs } from "../events/to-event.js";
import { HttpError } from "../lib/http-error.js";
import { createEvents } from "../ingest/create-events.js";
import { isJsonObject } from "../lib/json.js";
import { findEvents } from "../queries/find-events.js";
import type { Services } from "../services.js";
import { toUnixMs } from "../lib/times.js";
import { parseBody, unwrap } from "./parse.js";
import type { RouteHandler, RouteRequest } from "./route-handler.js";
import { findSessionTree } from "./sessions.js";

/** The versioned route takes known fields only. */
export const createEvent = createEventAs(strictEventInputSchema);

export const createEventLegacy = createEventAs(eventInputSchema);

function createEventAs(schema: z.ZodType<EventInput>): RouteHandler {
  return async ({ readJson, project }, services) => {
    const input = parseBody(schema, unwrap(await readJson(), "event"));
    const [eventId] = await createEvents(services, project, [input]);
    return { success: true, event_id: eventId };
  };
}

export const updateEvent: RouteHandler = async (request, services) => {
  const update = parseBody(eventUpdateSchema, await request.readJson());
  return applyUpdate(request, services, request.params["event_id"] ?? "", update);
};

const legacyId = z.object({ event_id: z.string().min(1) });

/** The older route names the event in the body and takes outputs of any type. */
export const updateEventLegacy: RouteHandler = async (request, services) => {
  const body = await request.readJson();
  const { event_id } = parseBody(legacyId, body);
  const outputs = isJsonObject(body) ? body["outputs"] : undefined;
  const withObject =
    isJsonObject(body) && outputs !== undefined && outputs !== null
      ? { ...body, outputs: toOutputs(outputs) }
      : body;
  return applyUpdate(request, services, event_id, parseBody(eventUpdateSchema, withObject));
};

/** The first generation of this route took the id of a session and gave its tree: then both are given. */
export const getEvent: RouteHandler = async ({ params, project }, services) => {
  const eventId = (params["event_id"] ?? "").toLowerCase();
  const [event] = await services.store.select(findEvents(project.id, [eventId]));
  if (event === undefined) throw unknownEvent(params["event_id"] ?? "", project.name);
  if (event.event_id !== event.session_id) return { event };
  return { ...(await findSessionTree(services, project.id, eventId)), event };
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
  { patches }: Services,
  eventId: string,
  update: EventUpdate,
): Promise<object> {
  await patches.append({ projectId: project.id, eventId: eventId.toLowerCase() }, toPatch(update));
  return { success: true };
}

function toPatch(update: EventUpdate): EventPatch {
  const { outputs, duration, end_time, children_ids } = update;
  return {
    replace: {
      ...(outputs ? { outputs } : {}),
      ...(duration === undefined ? {} : { duration }),
      ...(end_time === undefined ? {} : { end_time: toUnixMs(end_time) }),
      ...(children_ids?.length ? { children_ids } : {}),
    },
    merge: {
      metadata: update.metadata ?? {},
      metrics: update.metrics ?? {},
      feedback: update.feedback ?? {},
      config: update.config ?? {},
      user_properties: update.user_properties ?? {},
    },
  };
}
