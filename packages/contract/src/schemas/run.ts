import { z } from "zod";

import {
  aggregateFunctions,
  runDetails,
  runStatuses,
  type ComparedEventsResponse,
  type DatapointResult,
  type EventMetrics,
  type ExperimentRun,
  type ListRunsQuery,
  type ListRunsResponse,
  type RunInput,
  type RunOfList,
  type RunResult,
  type RunSchema,
} from "../runs/run.js";
import { eventSchema, jsonObjectSchema } from "./event.js";
import { idSchema } from "./id.js";
import { thresholdSchema } from "./metric.js";

const ids = z.array(idSchema).optional();
const texts = z.array(z.string());
const passingRange = z.object({ min: z.number().optional(), max: z.number().optional() });
const status = z.enum(runStatuses);
export const aggregateFunctionSchema = z.enum(aggregateFunctions);

export const runInputSchema: z.ZodType<RunInput> = z.object({
  run_id: idSchema.optional(),
  name: z.string().trim().min(1).max(10_000).optional(),
  description: z.string().optional(),
  status: status.optional(),
  metadata: jsonObjectSchema.optional(),
  results: jsonObjectSchema.optional(),
  dataset_id: idSchema.nullish(),
  event_ids: ids,
  session_ids: ids,
  datapoint_ids: ids,
  configuration: jsonObjectSchema.optional(),
  evaluators: z.array(z.unknown()).optional(),
  passing_ranges: z.record(z.string(), passingRange).optional(),
  project: z.string().optional(),
});

const run = z.object({
  id: z.string(),
  run_id: z.string(),
  name: z.string(),
  description: z.string(),
  status,
  metadata: jsonObjectSchema,
  results: jsonObjectSchema,
  metrics: z.record(z.string(), z.number()).optional(),
  dataset_id: z.string().nullable(),
  dataset_name: z.string().nullish(),
  event_ids: texts,
  session_ids: texts,
  datapoint_ids: texts,
  configuration: jsonObjectSchema,
  evaluators: z.array(z.unknown()),
  passing_ranges: z.record(z.string(), passingRange),
  is_active: z.boolean(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
  scope_type: z.literal("project"),
  scope_id: z.string(),
  project: z.string(),
  tenant: z.string(),
});
export const runSchema: z.ZodType<ExperimentRun> = run;

const count = z.number().int();
const runOfListSchema: z.ZodType<RunOfList> = run.extend({
  event_ids: texts.optional(),
  session_ids: texts.optional(),
  datapoint_ids: texts.optional(),
  id_counts: z.object({ event_ids: count, session_ids: count, datapoint_ids: count }).optional(),
});

export const listRunsQuerySchema: z.ZodType<ListRunsQuery> = z.object({
  dataset_id: z.string().optional(),
  page: z.number().int().min(1).optional(),
  limit: z.number().int().min(1).max(100).optional(),
  run_ids: ids,
  name: z.string().optional(),
  status: status.optional(),
  dateRange: z.string().optional(),
  sort_by: z.enum(["created_at", "updated_at", "name", "status"]).optional(),
  sort_order: z.enum(["asc", "desc"]).optional(),
  detail: z.enum(runDetails).optional(),
});

export const listRunsResponseSchema: z.ZodType<ListRunsResponse<RunOfList>> = z.object({
  evaluations: z.array(runOfListSchema),
  pagination: z.object({
    page: z.number().int(),
    limit: z.number().int(),
    total: z.number().int(),
    total_unfiltered: z.number().int(),
    total_pages: z.number().int(),
    has_next: z.boolean(),
    has_prev: z.boolean(),
  }),
  metrics: texts,
});

const eventDetail = z.object({ event_name: z.string(), event_type: z.string() });
const score = z.union([z.number(), z.boolean(), z.string()]);

export const datapointResultSchema: z.ZodType<DatapointResult> = z.object({
  datapoint_id: z.string().nullable(),
  wire_id: z.string().nullish(),
  content_hash: z.string().nullish(),
  session_id: z.string(),
  passed: z.boolean(),
  metrics: z.array(
    eventDetail.extend({
      name: z.string(),
      value: score,
      passed: z.boolean(),
      is_of_case: z.boolean().optional(),
      explanation: z.string().optional(),
    }),
  ),
  unscored: z
    .array(
      eventDetail.extend({
        name: z.string(),
        state: z.enum(["error", "not-scorable"]),
        explanation: z.string().optional(),
      }),
    )
    .optional(),
  trial: z.number().int().nullish(),
  outcome: z.string().nullable(),
  error: z.string().nullable(),
  duration: z.number(),
  usage: z
    .object({
      duration_ms: z.number().optional(),
      total_tokens: z.number().optional(),
      cost_usd: z.number().optional(),
    })
    .optional(),
  metadata: jsonObjectSchema.optional(),
  inputs: jsonObjectSchema,
  outputs: jsonObjectSchema,
  ground_truth: z.unknown(),
});

export const runResultSchema: z.ZodType<RunResult> = z.object({
  status,
  success: z.boolean(),
  error: z.string().optional(),
  passed: texts,
  failed: texts,
  metrics: z.object({
    aggregation_function: aggregateFunctionSchema,
    details: z.array(
      eventDetail.extend({
        metric_name: z.string(),
        metric_type: z.enum(["CLIENT_SIDE", "PYTHON", "LLM", "HUMAN", "COMPOSITE"]),
        aggregate: z.number().nullable(),
        values: z.array(z.number()),
        passing_range: passingRange.optional(),
        threshold: thresholdSchema.optional(),
        datapoints: z.object({ passed: texts, failed: texts }),
        counted: z.number().int(),
        errors: z.number().int(),
        not_scorable: z.number().int(),
        missing: z.number().int(),
        total: z.number().int(),
      }),
    ),
  }),
  datapoints: z.array(datapointResultSchema),
  event_details: z.array(eventDetail),
  run_object: runSchema,
});

export const comparedEventsResponseSchema: z.ZodType<ComparedEventsResponse> = z.object({
  events: z.array(
    z.object({
      datapoint_id: z.string(),
      event_1: eventSchema,
      event_2: eventSchema,
    }),
  ),
  totalEvents: z.number().int(),
  pagination: z.object({
    page: z.number().int(),
    limit: z.number().int(),
    total: z.number().int(),
  }),
});

export const eventMetricsSchema: z.ZodType<EventMetrics> = eventDetail.extend({
  session_id: z.string(),
  metadata: z.object({ datapoint_id: z.string().optional() }),
  metrics: z.record(z.string(), z.union([z.number(), z.boolean()])),
});

export const runSchemaSchema: z.ZodType<RunSchema> = z.object({
  fields: z.array(z.object({ name: z.string(), event_type: z.string() })),
  datasets: texts,
  mappings: z.record(
    z.string(),
    z.array(z.object({ field_name: z.string(), event_type: z.string() })),
  ),
});
