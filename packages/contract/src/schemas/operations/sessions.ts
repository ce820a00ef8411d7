import { z } from "zod";

import type { SessionOperations } from "../../operations/sessions.js";
import {
  eventNodeSchema,
  jsonObjectSchema,
  legacyEventUpdateSchema,
  looseEventInputSchema,
  sessionInputSchema,
  startedSessionSchema,
  strictEventInputSchema,
  strictSessionInputSchema,
} from "../event.js";
import type { SchemasOf } from "./schemas-of.js";

const success = z.object({ success: z.literal(true) });
const events = z.array(looseEventInputSchema).optional();

const start = z.object({ session: sessionInputSchema });
const rejectedChange = z.object({
  index: z.number().int(),
  code: z.literal("SESSION_DELETED"),
  message: z.string(),
});
const rootSpans = z.object({
  session_id: z.string(),
  event_name: z.string(),
  inputs: jsonObjectSchema,
  outputs: jsonObjectSchema,
});

export const sessionSchemas: SchemasOf<SessionOperations> = {
  startSessionLegacy: { body: start, response: startedSessionSchema },
  createSession: { body: strictSessionInputSchema, response: startedSessionSchema },
  changeSessions: {
    body: z.strictObject({ changes: z.array(z.union([start, legacyEventUpdateSchema])) }),
    response: success.extend({ rejected: z.array(rejectedChange).optional() }),
  },
  findRootSpans: {
    body: z.strictObject({ session_ids: z.array(z.string()).max(1000) }),
    response: z.object({ root_spans: z.array(rootSpans) }),
  },
  getSession: { response: eventNodeSchema },
  deleteSession: { response: success.extend({ deleted: z.string() }) },
  addSessionTraces: { body: z.object({ events, logs: events }), response: success },
  createSessionEvents: {
    body: z.strictObject({ events: z.array(strictEventInputSchema) }),
    response: success,
  },
};
