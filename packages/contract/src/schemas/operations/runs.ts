import { z } from "zod";

import { resultDetails } from "../../runs/run.js";
import type { RunOperations } from "../../operations/runs.js";
import { runComparisonSchema } from "../comparison.js";
import {
  aggregateFunctionSchema,
  comparedEventsResponseSchema,
  datapointResultSchema,
  eventMetricsSchema,
  listRunsQuerySchema,
  listRunsResponseSchema,
  runInputSchema,
  runResultSchema,
  runSchema,
  runSchemaSchema,
} from "../run.js";
import type { SchemasOf } from "./schemas-of.js";

const evaluation = z.object({ evaluation: runSchema });
const dateRange = z.string().optional();
const filters = { filters: z.string().optional(), filter: z.string().optional() };
const resultQuery = z.object({
  aggregate_function: aggregateFunctionSchema.optional(),
  ...filters,
});
const comparedEvents = z.object({
  ...filters,
  event_name: z.string().optional(),
  event_type: z.string().optional(),
  limit: z.number().int().min(1).max(1000).optional(),
  page: z.number().int().min(1).optional(),
});

export const runSchemas: SchemasOf<RunOperations> = {
  createRun: { body: runInputSchema, response: evaluation.extend({ run_id: z.string() }) },
  updateRun: {
    body: runInputSchema,
    response: evaluation.extend({ warning: z.string().optional() }),
  },
  getRun: { response: evaluation },
  listRuns: { query: listRunsQuerySchema, response: listRunsResponseSchema },
  deleteRun: { response: z.object({ id: z.string(), deleted: z.boolean() }) },
  getRunResult: {
    query: resultQuery.extend({ detail: z.enum(resultDetails).optional() }),
    response: runResultSchema,
  },
  findRunCases: {
    body: z.strictObject({ session_ids: z.array(z.string()).max(1000) }),
    response: z.object({ datapoints: z.array(datapointResultSchema) }),
  },
  compareRuns: { query: resultQuery, response: runComparisonSchema },
  compareRunEvents: { query: comparedEvents, response: comparedEventsResponseSchema },
  compareRunEventsLegacy: {
    query: comparedEvents.extend({ run_id_1: z.string(), run_id_2: z.string() }),
    response: comparedEventsResponseSchema,
  },
  getRunsSchema: {
    query: z.object({ dateRange, evaluation_id: z.string().optional() }),
    response: runSchemaSchema,
  },
  getRunSchema: { query: z.object({ dateRange }), response: runSchemaSchema },
  getRunMetrics: {
    query: z.object({ dateRange, filters: z.string().optional() }),
    response: z.object({ events: z.array(eventMetricsSchema), totalEvents: z.number().int() }),
  },
};
