import { z } from "zod";

import type {
  AddDatapointsRequest,
  DatapointBatch,
  DatapointInput,
  DatapointMapping,
  DatasetInput,
} from "../dataset.js";
import { jsonObjectSchema } from "./event.js";
import { dateRangeSchema, eventFilterSchema } from "./filter.js";

const id = z.string().min(1);
const columns = z.array(z.string().min(1)).optional();

export const datapointInputSchema: z.ZodType<DatapointInput> = z.object({
  inputs: jsonObjectSchema.optional(),
  history: z.array(jsonObjectSchema).optional(),
  ground_truth: jsonObjectSchema.nullish(),
  metadata: jsonObjectSchema.nullish(),
  linked_event: z.string().nullish(),
  linked_datasets: z.array(id).optional(),
});

const mappingSchema: z.ZodType<DatapointMapping> = z.object({
  inputs: columns,
  history: columns,
  ground_truth: columns,
});

export const datapointBatchSchema: z.ZodType<DatapointBatch> = z.object({
  events: z.array(id).optional(),
  mapping: mappingSchema.optional(),
  filters: z.array(eventFilterSchema).optional(),
  dateRange: dateRangeSchema.optional(),
  checkState: z.record(z.string(), z.boolean()).optional(),
  selectAll: z.boolean().optional(),
  dataset_id: id.optional(),
});

export const datasetInputSchema: z.ZodType<DatasetInput> = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().nullish(),
  datapoints: z.array(id).optional(),
});

export const addDatapointsRequestSchema: z.ZodType<AddDatapointsRequest> = z.object({
  data: z.array(jsonObjectSchema).min(1),
  mapping: mappingSchema,
});
