import { z } from "zod";

import type { SessionOperations } from "../../operations/sessions.js";
import {
  eventNodeSchema,
  looseEventInputSchema,
  sessionInputSchema,
  startedSessionSchema,
  strictEventInputSchema,
  strictSessionInputSchema,
} from "../event.js";
import type { SchemasOf } from "./schemas-of.js";

const success = z.object({ success: z.literal(true) });
const events = z.array(looseEventInputSchema).optional();

export const sessionSchemas: SchemasOf<SessionOperations> = {
  startSessionLegacy: {
    body: z.object({ session: sessionInputSchema }),
    response: startedSessionSchema,
  },
  createSession: { body: strictSessionInputSchema, response: startedSessionSchema },
  getSession: { response: eventNodeSchema },
  deleteSession: { response: success.extend({ deleted: z.string() }) },
  addSessionTraces: { body: z.object({ events, logs: events }), response: success },
  createSessionEvents: {
    body: z.strictObject({ events: z.array(strictEventInputSchema) }),
    response: success,
  },
};
