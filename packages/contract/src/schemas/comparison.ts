import { z } from "zod";

import type { RunComparison } from "../runs/comparison.js";
import { runSchema } from "./run.js";

const presence = z.enum(["old", "new", "both"]);
const texts = z.array(z.string());
const eventDetail = z.object({ event_name: z.string(), event_type: z.string() });

const metricComparison = eventDetail.extend({
  metric_name: z.string(),
  metric_type: z.string(),
  presence,
  old_aggregate: z.number().nullable(),
  new_aggregate: z.number().nullable(),
  difference: z.number().nullable(),
  difference_interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  percentage_change: z.number().nullable(),
  found_count: z.number().int(),
  improved_count: z.number().int(),
  degraded_count: z.number().int(),
  same_count: z.number().int(),
  improved: texts,
  degraded: texts,
  same: texts,
  old_values: z.array(z.number()),
  new_values: z.array(z.number()),
  verdict: z.enum(["better", "worse", "same", "cannot-tell"]),
  p_value: z.number().nullable(),
  adjusted_p_value: z.number().nullable(),
  needed_count: z.number().nullable(),
  labels: z
    .object({ found_count: z.number().int(), changed_count: z.number().int(), changed: texts })
    .optional(),
});

export const runComparisonSchema: z.ZodType<RunComparison> = z.object({
  metrics: z.array(metricComparison),
  usage: z.array(metricComparison).optional(),
  commonDatapoints: texts,
  new_only_datapoints: texts,
  old_only_datapoints: texts,
  edited_datapoints: texts,
  event_details: z.array(eventDetail.extend({ presence })),
  old_run: runSchema,
  new_run: runSchema,
});
