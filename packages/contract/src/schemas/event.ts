import { z } from "zod";

import {
  eventTypes,
  type Event,
  type EventInput,
  type EventUpdate,
  type JsonObject,
  type SessionInput,
} from "../event.js";

export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), z.unknown());

const optionalObject = jsonObjectSchema.nullish();

export const eventSchema: z.ZodType<Event> = z.object({
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

export const eventInputSchema: z.ZodType<EventInput> = z.object({
  event_type: z.enum(eventTypes),
  inputs: jsonObjectSchema,
  event_id: z.string().optional(),
  session_id: z.string().optional(),
  parent_id: z.string().nullish(),
  children_ids: z.array(z.string()).optional(),
  event_name: z.string().optional(),
  source: z.string().optional(),
  outputs: z.unknown().optional(),
  config: optionalObject,
  metadata: optionalObject,
  metrics: optionalObject,
  feedback: optionalObject,
  user_properties: optionalObject,
  error: z.string().nullish(),
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  duration: z.number().optional(),
});

export const eventUpdateSchema: z.ZodType<EventUpdate> = z.object({
  metadata: optionalObject,
  metrics: optionalObject,
  feedback: optionalObject,
  config: optionalObject,
  user_properties: optionalObject,
  outputs: optionalObject,
  duration: z.number().optional(),
  end_time: z.number().optional(),
  children_ids: z.array(z.string()).optional(),
});

export const sessionInputSchema: z.ZodType<SessionInput> = z.object({
  session_id: z.string().optional(),
  session_name: z.string().optional(),
  event_name: z.string().optional(),
  source: z.string().optional(),
  project: z.string().optional(),
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  duration: z.number().optional(),
  inputs: optionalObject,
  outputs: optionalObject,
  config: optionalObject,
  metadata: optionalObject,
  metrics: optionalObject,
  feedback: optionalObject,
  user_properties: optionalObject,
});
