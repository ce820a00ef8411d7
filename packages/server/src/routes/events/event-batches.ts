import type { CreatedEvents, EventBatch, EventInput, LegacyEventBatch } from "@honeyhive/contract";
import { eventInputSchema, operationSchemas } from "@honeyhive/contract/schemas";

import { createEvents as create, flattenEvents } from "../../ingest/create-events.js";
import type { DerivedIds } from "../../lib/derived-ids.js";
import { HttpError } from "../../lib/http-error.js";
import type { Services } from "../../services.js";
import { startSession } from "../../sessions/start-session.js";
import { nameEvents, nameSession } from "../../idempotency/name-events.js";
import { parseBody } from "../request/parse.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";
import { takingNulls } from "../request/taking-nulls.js";

/** Several events at once, on request all in one new session. */
export const createEvents: RouteHandler = async (request, services) => {
  const batch = parseBody(operationSchemas.createEvents.body, await request.readJson());
  return createAll(request, services, batch);
};

/** Besides older names, older clients send events that hold their children. */
export const createEventsLegacy = takingNulls(async (request, services) => {
  const { is_single_session, session, events, ...batch } = parseBody<LegacyEventBatch>(
    operationSchemas.createEventsLegacy.body,
    await request.readJson(),
  );
  return createAll(request, services, {
    single_session: batch.single_session ?? is_single_session,
    session_properties: batch.session_properties ?? session,
    events: readOlderEvents(events, request.ids),
  });
});

/** Several events of the session that the path names. */
export const createSessionEvents: RouteHandler = async (request, services) => {
  const { events } = parseBody(operationSchemas.createSessionEvents.body, await request.readJson());
  return addToSession(request, services, events);
};

export const addSessionTraces = takingNulls(async (request, services) => {
  const { events, logs } = parseBody(
    operationSchemas.addSessionTraces.body,
    await request.readJson(),
  );
  const given = events ?? logs;
  if (given === undefined || (events !== undefined && logs !== undefined)) {
    throw new HttpError(
      400,
      "INVALID_REQUEST",
      `Expected either \`events\` or \`logs\`, got ${given === undefined ? "neither" : "both"}. Send \`events\`.`,
      { field: "events" },
    );
  }
  return addToSession(request, services, readOlderEvents(given, request.ids));
});

function readOlderEvents(
  events: LegacyEventBatch["events"],
  ids: DerivedIds | undefined,
): EventInput[] {
  const flat = flattenEvents(
    events.map((event) => ({ ...event })),
    ids,
  );
  return flat.map((event, index) => parseBody(eventInputSchema, event, `events.${index}`));
}

async function createAll(
  { project, ids }: RouteRequest,
  services: Services,
  { events, single_session: isSingle, session_properties: properties = {} }: EventBatch,
): Promise<CreatedEvents> {
  const session = isSingle
    ? await startSession(services, project, nameSession(properties, ids))
    : undefined;
  const owner = session === undefined ? {} : { session_id: session.session_id };
  const inputs = nameEvents(
    events.map((event) => ({ ...event, ...owner })),
    ids,
  );
  return { success: true, event_ids: await create(services, project, inputs), ...owner };
}

async function addToSession(
  { params, project, ids }: RouteRequest,
  services: Services,
  events: readonly EventInput[],
): Promise<{ readonly success: true }> {
  const session_id = params["session_id"];
  const inputs = events.map((event) => ({ ...event, session_id }));
  await create(services, project, nameEvents(inputs, ids));
  return { success: true };
}
