import { z } from "zod";

import { datasetTypes } from "../../datasets/dataset.js";
import type { DatasetOperations } from "../../operations/datasets.js";
import {
  addDatapointsRequestSchema,
  datapointBatchSchema,
  datapointInputSchema,
  datapointSchema,
  datasetInputSchema,
  datasetSchema,
  datasetUpdateSchema,
  legacyDatasetUpdateSchema,
} from "../dataset.js";
import type { SchemasOf } from "./schemas-of.js";

const ids = z.array(z.string());
const datasets = z.array(datasetSchema);
const inserted = z.boolean();
const updated = z.object({ result: datasetSchema });
const deleted = z.object({ result: z.object({ id: z.string() }) });

export const datasetSchemas: SchemasOf<DatasetOperations> = {
  listDatasets: {
    query: z.object({
      dataset_id: z.string().optional(),
      name: z.string().optional(),
      type: z.enum(datasetTypes).optional(),
      include_datapoints: z.boolean().optional(),
    }),
    response: z.object({ datasets, testcases: datasets }),
  },
  createDataset: {
    body: datasetInputSchema,
    response: z.object({ inserted, result: z.object({ insertedId: z.string() }) }),
  },
  updateDataset: { body: datasetUpdateSchema, response: updated },
  updateDatasetLegacy: { body: legacyDatasetUpdateSchema, response: updated },
  deleteDataset: { response: deleted },
  deleteDatasetLegacy: { query: z.object({ dataset_id: z.string() }), response: deleted },
  addDatapoints: {
    body: addDatapointsRequestSchema,
    response: z.object({ inserted, datapoint_ids: ids }),
  },
  removeDatapoint: { response: z.object({ dereferenced: z.boolean(), message: z.string() }) },
  listDatapoints: {
    query: z.object({
      datapoint_ids: ids.optional(),
      dataset_name: z.string().optional(),
      dataset_id: z.string().optional(),
    }),
    response: z.object({ datapoints: z.array(datapointSchema) }),
  },
  createDatapoint: {
    body: datapointInputSchema,
    response: z.object({
      inserted,
      result: z.object({ insertedIds: ids, insertedId: z.string() }),
    }),
  },
  createDatapoints: {
    body: datapointBatchSchema,
    response: z.object({ inserted, insertedIds: ids }),
  },
  getDatapoint: { response: z.object({ datapoint: z.array(datapointSchema) }) },
  updateDatapoint: {
    body: datapointInputSchema,
    response: z.object({
      updated: z.boolean(),
      result: z.object({ modifiedCount: z.number().int() }),
    }),
  },
  deleteDatapoint: { response: z.object({ deleted: z.boolean() }) },
};
