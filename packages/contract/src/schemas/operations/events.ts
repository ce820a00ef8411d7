import { z } from "zod";

import type { ExportEventsResponse } from "../../events/filter.js";
import type { EventOperations } from "../../operations/events.js";
import {
  eventInputSchema,
  eventUpdateSchema,
  getEventResponseSchema,
  jsonObjectSchema,
  legacyEventUpdateSchema,
  looseEventInputSchema,
  projectedEventSchema,
  sessionInputSchema,
  strictEventInputSchema,
} from "../event.js";
import {
  exportEventsRequestSchema,
  listEventsQuerySchema,
  searchEventsRequestSchema,
} from "../filter.js";
import type { SchemasOf } from "./schemas-of.js";

const success = z.object({ success: z.literal(true) });
const created = success.extend({ event_id: z.string() });
const createdMany = success.extend({
  event_ids: z.array(z.string()),
  session_id: z.string().optional(),
});
const found: z.ZodType<ExportEventsResponse> = z.object({
  events: z.array(projectedEventSchema),
  totalEvents: z.number().int(),
  count: z.number().int(),
  moreThanTotal: z.boolean().optional(),
  nextCursor: z.string().optional(),
});
const sessionOfBatch = {
  single_session: z.boolean().optional(),
  is_single_session: z.boolean().optional(),
  session_properties: sessionInputSchema.optional(),
  session: sessionInputSchema.optional(),
};

export const eventSchemas: SchemasOf<EventOperations> = {
  createEventLegacy: { body: z.object({ event: eventInputSchema }), response: created },
  createEvent: { body: strictEventInputSchema, response: created },
  updateEventLegacy: { body: legacyEventUpdateSchema, response: success },
  updateEvent: { body: eventUpdateSchema, response: success },
  getEvent: { response: getEventResponseSchema },
  deleteEvent: { response: success.extend({ deleted: z.string() }) },
  getMedia: { response: z.instanceof(Blob) },
  listEvents: { query: listEventsQuerySchema, response: found },
  exportEvents: { body: exportEventsRequestSchema, response: found },
  searchEvents: { body: searchEventsRequestSchema, response: found },
  createEvents: {
    body: z.strictObject({
      events: z.array(strictEventInputSchema),
      single_session: z.boolean().optional(),
      session_properties: sessionInputSchema.optional(),
    }),
    response: createdMany,
  },
  createEventsLegacy: {
    body: z.object({ events: z.array(looseEventInputSchema), ...sessionOfBatch }),
    response: createdMany,
  },
  createModelEvent: { body: z.object({ model_event: jsonObjectSchema }), response: created },
  createModelEvents: {
    body: z.object({ model_events: z.array(jsonObjectSchema), ...sessionOfBatch }),
    response: createdMany,
  },
};
