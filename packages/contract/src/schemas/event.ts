import { z } from "zod";

import {
  eventTypes,
  type Event,
  type EventInput,
  type EventInputDraft,
  type EventNode,
  type EventUpdate,
  type JsonObject,
  type SessionInput,
  type StartedSession,
} from "../events/event.js";
import type { GetEventResponse } from "../operations/events.js";
import { idSchema as id, ownIdSchema } from "./id.js";
import { durationSchema, unixTimeSchema } from "./unix-time.js";

export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), z.unknown());

const optionalObject = jsonObjectSchema.nullish();

const event = z.object({
  event_id: z.string(),
  session_id: z.string(),
  parent_id: z.string().nullable(),
  children_ids: z.array(z.string()),
  event_type: z.enum(eventTypes),
  event_name: z.string(),
  source: z.string(),
  project_id: z.string(),
  inputs: jsonObjectSchema,
  outputs: jsonObjectSchema,
  config: jsonObjectSchema,
  metadata: jsonObjectSchema,
  metrics: jsonObjectSchema,
  feedback: jsonObjectSchema,
  user_properties: jsonObjectSchema,
  error: z.string().nullable(),
  start_time: z.number(),
  end_time: z.number(),
  duration: z.number(),
});

export const eventSchema: z.ZodType<Event> = event;

const ids = { event_id: true, session_id: true, parent_id: true, project_id: true } as const;

/** A whole event, or what a projection keeps of it: the ids always. */
export const projectedEventSchema: z.ZodType<Event> = event
  .partial()
  // Whoever asks for a projection knows what is missing.
  .required(ids) as unknown as z.ZodType<Event>;

export const startedSessionSchema: z.ZodType<StartedSession> = event.extend({
  org_id: z.string(),
  workspace_id: z.string(),
});

/** Children are in order of their start. */
export const eventNodeSchema: z.ZodType<EventNode> = z.object({
  ...event.shape,
  get children(): z.ZodType<EventNode[]> {
    return z.array(eventNodeSchema);
  },
});

/** The event alone, or with the tree of its session around it. */
export const getEventResponseSchema: z.ZodType<GetEventResponse> = z.union([
  z.object({ event }),
  z.object({
    ...event.shape,
    event,
    get children(): z.ZodType<EventNode[]> {
      return z.array(eventNodeSchema);
    },
  }),
]);

/** Names are kept in indexes: what is longer belongs into the buckets. */
const name = z.string().max(10_000);

const eventInput = z.object({
  event_type: z.enum(eventTypes),
  inputs: jsonObjectSchema,
  project_id: name.optional(),
  event_id: id.optional(),
  session_id: id.optional(),
  parent_id: id.nullish(),
  children_ids: z.array(id).optional(),
  event_name: name.optional(),
  source: name.optional(),
  outputs: z.unknown().optional(),
  config: optionalObject,
  metadata: optionalObject,
  metrics: optionalObject,
  feedback: optionalObject,
  user_properties: optionalObject,
  error: z.string().nullish(),
  start_time: unixTimeSchema.optional(),
  end_time: unixTimeSchema.optional(),
  duration: durationSchema.optional(),
});

/** Older routes take fields that they do not know. */
export const eventInputSchema: z.ZodType<EventInput> = eventInput;

export const strictEventInputSchema: z.ZodType<EventInput> = eventInput.strict();

/** An event of an older batch: what it lacks is found out when it is stored. */
export const looseEventInputSchema: z.ZodType<EventInputDraft> = eventInput.partial().loose();

const eventUpdate = z.object({
  metadata: optionalObject,
  metrics: optionalObject,
  feedback: optionalObject,
  config: optionalObject,
  user_properties: optionalObject,
  outputs: optionalObject,
  duration: durationSchema.optional(),
  end_time: unixTimeSchema.optional(),
  children_ids: z.array(id).optional(),
});

/** Fields that it does not know are taken and ignored. */
export const eventUpdateSchema: z.ZodType<EventUpdate> = eventUpdate;

export const legacyEventUpdateSchema: z.ZodType<
  Omit<EventUpdate, "outputs"> & { event_id: string; outputs?: unknown }
> = eventUpdate.extend({ event_id: ownIdSchema, outputs: z.unknown().optional() });

const sessionInput = z.object({
  session_id: id.optional(),
  children_ids: z.array(id).optional(),
  session_name: name.optional(),
  event_name: name.optional(),
  source: name.optional(),
  project: name.optional(),
  start_time: unixTimeSchema.optional(),
  end_time: unixTimeSchema.optional(),
  duration: durationSchema.optional(),
  inputs: optionalObject,
  outputs: optionalObject,
  config: optionalObject,
  metadata: optionalObject,
  metrics: optionalObject,
  feedback: optionalObject,
  user_properties: optionalObject,
});

/** Older routes take fields that they do not know. */
export const sessionInputSchema: z.ZodType<SessionInput> = sessionInput;

export const strictSessionInputSchema: z.ZodType<SessionInput> = sessionInput.strict();
