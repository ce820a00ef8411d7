import { z } from "zod";

import { runStatuses, type RunInput } from "../run.js";
import { jsonObjectSchema } from "./event.js";

const ids = z.array(z.string()).optional();

export const runInputSchema: z.ZodType<RunInput> = z.object({
  run_id: z.string().optional(),
  name: z.string().trim().min(1).optional(),
  description: z.string().optional(),
  status: z.enum(runStatuses).optional(),
  metadata: jsonObjectSchema.optional(),
  results: jsonObjectSchema.optional(),
  dataset_id: z.string().nullish(),
  event_ids: ids,
  session_ids: ids,
  datapoint_ids: ids,
  configuration: jsonObjectSchema.optional(),
  evaluators: z.array(z.unknown()).optional(),
  passing_ranges: z
    .record(z.string(), z.object({ min: z.number().optional(), max: z.number().optional() }))
    .optional(),
  project: z.string().optional(),
});
