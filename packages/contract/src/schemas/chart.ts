import { z } from "zod";

import {
  chartAggregations,
  chartBuckets,
  type Chart,
  type ChartData,
  type ChartInput,
  type ChartUpdate,
  type EventsChartQuery,
} from "../events/chart.js";
import { jsonObjectSchema } from "./event.js";
import { eventFilterSchema, strictEventFilterSchema } from "./filter.js";
import { idSchema, ownIdSchema } from "./id.js";

const instant = z.union([z.string(), z.number()]);
const input = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().optional(),
  metric: ownIdSchema,
  func: z.enum(chartAggregations).optional(),
  groupBy: idSchema.nullish(),
  bucketing: z.enum(chartBuckets).optional(),
  dateRange: z
    .union([
      z.strictObject({ relative: z.string().regex(/^\d{1,9}[mhdw]$/) }),
      z.strictObject({ $gte: instant, $lte: instant }),
    ])
    .optional(),
  query: z.array(strictEventFilterSchema).optional(),
  owner_id: ownIdSchema.optional(),
});

export const chartInputSchema: z.ZodType<ChartInput> = input;

export const chartUpdateSchema: z.ZodType<ChartUpdate> = input.partial();

export const chartSchema: z.ZodType<Chart> = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  metric: z.string(),
  func: z.string().nullable(),
  groupBy: z.string().nullable(),
  bucketing: z.string(),
  dateRange: jsonObjectSchema.nullable(),
  query: z.array(eventFilterSchema).nullable(),
  owner_id: z.string().nullable(),
  is_active: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});

export const eventsChartQuerySchema: z.ZodType<EventsChartQuery> = z.object({
  dateRange: z.string().optional(),
  filters: z.string().optional(),
  metric: z.string().optional(),
  groupBy: z.string().optional(),
  bucket: z.string().optional(),
  aggregation: z.enum(chartAggregations).optional(),
  evaluation_id: z.string().optional(),
  only_experiments: z.boolean().optional(),
});

export const chartDataSchema: z.ZodType<ChartData> = z.object({
  events: z.array(
    z.object({
      bucket: z.string(),
      group: z.string().optional(),
      value: z.number().nullable(),
      count: z.number().int(),
    }),
  ),
  totalEvents: z.number().int(),
});
