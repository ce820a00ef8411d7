import { z } from "zod";

import type { MetricOperations } from "../../operations/metrics.js";
import {
  metricInputSchema,
  metricProgressSchema,
  metricSchema,
  metricUpdateSchema,
  metricVersionInputSchema,
  metricVersionSchema,
  olderMetricInputSchema,
  olderMetricSchema,
  olderMetricUpdateSchema,
  runMetricRequestSchema,
  runMetricResponseSchema,
} from "../metric.js";
import type { SchemasOf } from "./schemas-of.js";

const query = z.object({
  type: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
});
const updated = z.object({ updated: z.boolean() });
const deleted = z.object({ deleted: z.boolean() });
const success = z.object({ success: z.literal(true) });
const inserted = z.object({ inserted: z.boolean(), metric_id: z.string() });
const version = success.extend({ data: metricVersionSchema });

export const metricSchemas: SchemasOf<MetricOperations> = {
  listMetrics: { query, response: z.object({ metrics: z.array(metricSchema) }) },
  listMetricsLegacy: { query, response: z.array(olderMetricSchema) },
  createMetric: { body: metricInputSchema, response: inserted },
  createMetricLegacy: { body: olderMetricInputSchema, response: inserted },
  updateMetric: { body: metricUpdateSchema, response: updated },
  updateMetricLegacy: { body: olderMetricUpdateSchema, response: updated },
  deleteMetric: { response: deleted },
  deleteMetricLegacy: { query: z.object({ metric_id: z.string() }), response: deleted },
  listMetricVersions: { response: success.extend({ data: z.array(metricVersionSchema) }) },
  createMetricVersion: { body: metricVersionInputSchema, response: version },
  deployMetricVersion: { response: version },
  getMetricProgress: { response: metricProgressSchema },
  runMetric: { body: runMetricRequestSchema, response: runMetricResponseSchema },
};
