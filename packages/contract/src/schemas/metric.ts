import { z } from "zod";

import {
  metricReturnTypes,
  metricTypes,
  olderMetricTypes,
  onlineStates,
  type Metric,
  type MetricContent,
  type MetricInput,
  type MetricProgress,
  type MetricUpdate,
  type MetricVersion,
  type MetricVersionInput,
  type OlderMetric,
  type OlderMetricInput,
  type OlderMetricUpdate,
  type RunMetricRequest,
  type RunMetricResponse,
} from "../metric.js";
import { jsonObjectSchema } from "./event.js";
import { eventFilterSchema } from "./filter.js";
import { ownIdSchema } from "./id.js";

const name = z.string().trim().min(1).max(200);
const scale = z.number().int().positive();
export const thresholdSchema = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  pass_when: z.union([z.boolean(), z.number()]).optional(),
  passing_categories: z.array(name).min(1).optional(),
});
const categories = z.array(z.strictObject({ category: name, score: z.number().nullable() })).min(1);
const childMetrics = z
  .array(
    z.strictObject({
      id: ownIdSchema.optional(),
      name,
      weight: z.number(),
      scale: scale.nullish(),
    }),
  )
  .min(1);
export const filterArraySchema = z.strictObject({ filterArray: z.array(eventFilterSchema) });
const percentage = z.number().min(0).max(100);

const input = z.strictObject({
  name,
  type: z.enum(metricTypes),
  criteria: z.string().min(1),
  description: z.string().nullish(),
  return_type: z.enum(metricReturnTypes).optional(),
  enabled_in_prod: z.boolean().optional(),
  needs_ground_truth: z.boolean().optional(),
  sampling_percentage: percentage.optional(),
  model_provider: z.string().nullish(),
  model_name: z.string().nullish(),
  scale: scale.nullish(),
  threshold: thresholdSchema.nullish(),
  categories: categories.nullish(),
  child_metrics: childMetrics.nullish(),
  filters: filterArraySchema.optional(),
});

export const metricInputSchema: z.ZodType<MetricInput> = input;

export const metricUpdateSchema: z.ZodType<MetricUpdate> = input.partial();

const older = input.partial().extend({
  type: z.enum([...metricTypes, ...olderMetricTypes]).optional(),
  task: z.string().optional(),
  project: z.string().optional(),
  prompt: z.string().nullish(),
  code_snippet: z.string().nullish(),
  pass_when: z.boolean().optional(),
  event_name: z.string().optional(),
  event_type: z.string().optional(),
});

export const olderMetricInputSchema: z.ZodType<OlderMetricInput> = older.extend({ name });

export const olderMetricUpdateSchema: z.ZodType<
  OlderMetricUpdate & { id?: string | undefined; metric_id?: string | undefined }
> = older.extend({
  id: ownIdSchema.optional(),
  metric_id: ownIdSchema.optional(),
});

export const metricVersionInputSchema: z.ZodType<MetricVersionInput> = z.strictObject({
  message: z.string(),
  content: input,
  deploy_immediately: z.boolean().optional(),
});

export const runMetricRequestSchema: z.ZodType<RunMetricRequest> = z.object({
  metric: input,
  event: jsonObjectSchema,
});

export const runMetricResponseSchema: z.ZodType<RunMetricResponse> = z.object({
  success: z.boolean(),
  loading: z.boolean(),
  result: z.union([z.boolean(), z.number(), z.string(), z.null()]),
  explanation: z.string().nullable(),
});

const content = z.object({
  name: z.string(),
  type: z.enum(metricTypes),
  criteria: z.string(),
  description: z.string().nullable(),
  return_type: z.enum(metricReturnTypes),
  enabled_in_prod: z.boolean(),
  needs_ground_truth: z.boolean(),
  sampling_percentage: percentage,
  model_provider: z.string().nullable(),
  model_name: z.string().nullable(),
  scale: scale.nullable(),
  threshold: thresholdSchema.nullable(),
  categories: categories.nullable(),
  child_metrics: childMetrics.nullable(),
  filters: filterArraySchema,
});

export const metricContentSchema: z.ZodType<MetricContent> = content;

export const metricSchema: z.ZodType<Metric> = content.extend({
  id: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});

export const olderMetricSchema: z.ZodType<OlderMetric> = content.extend({
  ...older.pick({ prompt: true, code_snippet: true, pass_when: true }).shape,
  ...older.pick({ task: true, event_name: true, event_type: true }).shape,
  id: z.string(),
  _id: z.string(),
  type: z.enum(olderMetricTypes),
  created_at: z.string(),
  updated_at: z.string(),
});

export const metricVersionSchema: z.ZodType<MetricVersion> = z.object({
  name: z.string(),
  full_sha: z.string(),
  message: z.string(),
  date: z.string(),
  deployed: z.boolean(),
  content: metricContentSchema,
});

export const metricProgressSchema: z.ZodType<MetricProgress> = z.object({
  state: z.enum(onlineStates),
  reason: z.string().nullable(),
  scored: z.number(),
  failed: z.number(),
  waiting: z.number(),
  done_until: z.string().nullable(),
  last_error: z.object({ message: z.string(), at: z.string() }).nullable(),
});
