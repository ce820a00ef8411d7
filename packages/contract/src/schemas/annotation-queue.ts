import { z } from "zod";

import type {
  AnnotationQueue,
  AnnotationQueueInput,
  AnnotationQueueUpdate,
} from "../annotation-queue.js";
import { ownIdSchema } from "./id.js";
import { filterArraySchema } from "./metric.js";

const name = z.string().trim().min(1).max(200);
const description = z.string().max(1000);
const ids = z.array(ownIdSchema);

export const annotationQueueInputSchema: z.ZodType<AnnotationQueueInput> = z.object({
  name,
  description: description.optional(),
  filters: filterArraySchema.optional(),
  enabled: z.boolean().optional(),
  event_ids: ids.optional(),
});

export const annotationQueueUpdateSchema: z.ZodType<AnnotationQueueUpdate> = z.object({
  id: z.string().optional(),
  name: name.optional(),
  description: description.optional(),
  filters: filterArraySchema.optional(),
  enabled: z.boolean().optional(),
  add_event_ids: ids.optional(),
  remove_event_ids: ids.optional(),
});

export const annotationQueueSchema: z.ZodType<AnnotationQueue> = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  filters: filterArraySchema,
  enabled: z.boolean(),
  event_ids: z.array(z.string()),
  reviewed_event_ids: z.array(z.string()).optional(),
  scope_id: z.string(),
  scope_type: z.literal("project"),
  is_active: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
