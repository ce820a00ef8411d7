import { eventInputSchema, sessionInputSchema } from "@honeyhive/contract/schemas";
import { z } from "zod";

import { createEvents, flattenEvents } from "../ingest/create-events.js";
import { HttpError } from "../http-error.js";
import { startSession } from "../sessions/start-session.js";
import { parseBody } from "./parse.js";
import type { RouteHandler } from "./route-handler.js";

const batchSchema = z.object({
  events: z.array(z.record(z.string(), z.unknown())),
  single_session: z.boolean().optional(),
  is_single_session: z.boolean().optional(),
  session_properties: sessionInputSchema.optional(),
  session: sessionInputSchema.optional(),
});

/** Several events at once, on request all in one new session. */
export const createEventBatch: RouteHandler = async ({ readJson, project }, services) => {
  const batch = parseBody(batchSchema, await readJson());
  const isSingle = batch.single_session ?? batch.is_single_session ?? false;
  const properties = batch.session_properties ?? batch.session ?? {};
  const session = isSingle ? await startSession(services, project, properties) : undefined;
  const owner = session === undefined ? {} : { session_id: session.session_id };
  const inputs = flattenEvents(batch.events).map((event) =>
    parseBody(eventInputSchema, { ...event, ...owner }),
  );
  return { success: true, event_ids: await createEvents(services, project, inputs), ...owner };
};

const sessionBatchSchema = z.object({
  events: z.array(z.record(z.string(), z.unknown())).optional(),
  logs: z.array(z.record(z.string(), z.unknown())).optional(),
});

/** Several events of the session that the path names. */
export const createSessionEvents: RouteHandler = async (
  { readJson, params, project },
  services,
) => {
  const { events, logs } = parseBody(sessionBatchSchema, await readJson());
  const given = events ?? logs;
  if (given === undefined || (events !== undefined && logs !== undefined)) {
    throw new HttpError(
      400,
      "INVALID_REQUEST",
      `Expected either \`events\` or \`logs\`, got ${given === undefined ? "neither" : "both"}. Send \`events\`.`,
      { field: "events" },
    );
  }
  const session_id = params["session_id"];
  const inputs = flattenEvents(given).map((event) =>
    parseBody(eventInputSchema, { ...event, session_id }),
  );
  await createEvents(services, project, inputs);
  return { success: true };
};
