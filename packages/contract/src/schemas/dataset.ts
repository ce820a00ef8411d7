import { z } from "zod";

import {
  datasetTypes,
  type AddDatapointsRequest,
  type Datapoint,
  type DatapointBatch,
  type DatapointInput,
  type DatapointMapping,
  type DatapointRows,
  type Dataset,
  type DatasetInput,
  type WholeDatapoints,
} from "../datasets/dataset.js";
import { jsonObjectSchema } from "./event.js";
import { dateRangeSchema, eventFilterSchema } from "./filter.js";
import { ownIdSchema as id } from "./id.js";

const columns = z.array(z.string().min(1)).optional();

export const datapointInputSchema: z.ZodType<DatapointInput> = z.object({
  inputs: jsonObjectSchema.optional(),
  history: z.array(jsonObjectSchema).optional(),
  ground_truth: jsonObjectSchema.nullish(),
  metadata: jsonObjectSchema.nullish(),
  linked_event: z.string().nullish(),
  linked_datasets: z.array(id).optional(),
  linked_evals: z.array(id).optional(),
});

const mappingSchema: z.ZodType<DatapointMapping> = z.object({
  inputs: columns,
  history: columns,
  ground_truth: columns,
});

export const datapointBatchSchema: z.ZodType<DatapointBatch> = z.object({
  events: z.array(id).optional(),
  mapping: mappingSchema.optional(),
  filters: z.union([eventFilterSchema, z.array(eventFilterSchema)]).optional(),
  dateRange: dateRangeSchema.optional(),
  checkState: z.record(z.string(), z.boolean()).optional(),
  selectAll: z.boolean().optional(),
  dataset_id: id.optional(),
});

const older = {
  linked_evals: z.array(id).optional(),
  saved: z.boolean().optional(),
  pipeline_type: z.enum(["event", "session"]).optional(),
  metadata: jsonObjectSchema.optional(),
};

const datasetInput = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().nullish(),
  datapoints: z.array(id).optional(),
  type: z.enum(datasetTypes).optional(),
  ...older,
});

export const datasetInputSchema: z.ZodType<DatasetInput> = datasetInput;

export const datasetUpdateSchema: z.ZodType<DatasetInput> = datasetInput.strict();

export const legacyDatasetUpdateSchema: z.ZodType<DatasetInput & { dataset_id: string }> =
  datasetInput.extend({ dataset_id: id });

export const datapointRowsSchema: z.ZodType<DatapointRows> = z.object({
  data: z.array(jsonObjectSchema).min(1),
  mapping: mappingSchema,
});

export const wholeDatapointsSchema: z.ZodType<WholeDatapoints> = z.object({
  datapoints: z.array(datapointInputSchema).min(1),
});

export const addDatapointsRequestSchema: z.ZodType<AddDatapointsRequest> = z.union([
  datapointRowsSchema,
  wholeDatapointsSchema,
]);

const times = { created_at: z.string(), updated_at: z.string() };

export const datapointSchema: z.ZodType<Datapoint> = z.object({
  id,
  _id: id,
  project_id: z.string(),
  inputs: jsonObjectSchema,
  history: z.array(jsonObjectSchema),
  ground_truth: jsonObjectSchema.nullable(),
  metadata: jsonObjectSchema.nullable(),
  linked_event: z.string().nullable(),
  linked_datasets: z.array(id),
  linked_evals: z.array(id).optional(),
  ...times,
});

export const datasetSchema: z.ZodType<Dataset> = z.object({
  id,
  _id: id,
  name: z.string(),
  description: z.string(),
  datapoints: z.array(id),
  num_points: z.number().int(),
  project: z.string(),
  type: z.enum(datasetTypes),
  ...older,
  ...times,
});
