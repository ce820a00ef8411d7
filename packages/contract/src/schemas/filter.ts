import { z } from "zod";

import {
  filterOperators,
  type DateRange,
  type EventFilter,
  type ExportEventsRequest,
  type ListEventsQuery,
  type SearchEventsRequest,
} from "../events/filter.js";
import { idSchema } from "./id.js";

const eventFilter = z.object({
  field: z.string().min(1),
  operator: z.enum(filterOperators),
  value: z.unknown().optional(),
  type: z.enum(["string", "number", "boolean", "datetime", "id"]).optional(),
});

/** Older clients keep things of their own in filters. */
export const eventFilterSchema: z.ZodType<EventFilter> = eventFilter;

export const strictEventFilterSchema: z.ZodType<EventFilter> = eventFilter.strict();

const page = z.number().int().min(1).max(1_000_000);
const instant = z.union([z.string(), z.number()]).optional();

export const dateRangeSchema: z.ZodType<DateRange> = z.strictObject({
  $gte: instant,
  $lte: instant,
});

export const exportEventsRequestSchema: z.ZodType<ExportEventsRequest> = z.object({
  filters: z.array(eventFilterSchema).optional(),
  dateRange: dateRangeSchema.optional(),
  projections: z.array(z.string()).optional(),
  limit: z.number().int().min(1).max(7500).optional(),
  page: page.optional(),
  evaluation_id: idSchema.optional(),
  project: z.string().optional(),
  ignore_order: z.boolean().optional(),
  totalUpTo: z.number().int().min(1).optional(),
  cursor: z.string().optional(),
});

const isoInstant = z.iso.datetime({ offset: true, local: true });

export const searchEventsRequestSchema: z.ZodType<SearchEventsRequest> = z.strictObject({
  filters: z.array(strictEventFilterSchema).optional(),
  dateRange: z.strictObject({ start_time: isoInstant, end_time: isoInstant }).optional(),
  limit: z.number().int().min(1).max(1000).optional(),
  page: page.optional(),
  ignore_order: z.boolean().optional(),
  evaluation_id: idSchema.optional(),
});

/** How the query string is described; it is read as `exportEventsRequestSchema`. */
export const listEventsQuerySchema: z.ZodType<ListEventsQuery> = z.object({
  dateRange: z.string().optional(),
  filters: z.string().optional(),
  projections: z.string().optional(),
  limit: z.number().int().min(1).max(7500).optional(),
  page: page.optional(),
  evaluation_id: idSchema.optional(),
  ignore_order: z.boolean().optional(),
});
