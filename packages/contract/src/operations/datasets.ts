import type {
  AddDatapointsRequest,
  Datapoint,
  DatapointBatch,
  DatapointInput,
  Dataset,
  DatasetInput,
  DatasetType,
  InsertedDatapoints,
  ListDatasetsResponse,
} from "../datasets/dataset.js";
import { route, type Routes } from "./route.js";

export interface DatasetOperations {
  listDatasets: {
    query: {
      dataset_id?: string | undefined;
      name?: string | undefined;
      type?: DatasetType | undefined;
      /** Ids of datapoints are in every answer. */
      include_datapoints?: boolean | undefined;
    };
    response: ListDatasetsResponse;
  };
  createDataset: {
    body: DatasetInput;
    response: { readonly inserted: boolean; readonly result: { readonly insertedId: string } };
  };
  updateDataset: {
    params: { dataset_id: string };
    body: DatasetInput;
    response: { readonly result: Dataset };
  };
  updateDatasetLegacy: {
    body: DatasetInput & { readonly dataset_id: string };
    response: { readonly result: Dataset };
  };
  deleteDataset: {
    params: { dataset_id: string };
    response: { readonly result: { readonly id: string } };
  };
  deleteDatasetLegacy: {
    query: { dataset_id: string };
    response: { readonly result: { readonly id: string } };
  };
  addDatapoints: {
    params: { dataset_id: string };
    body: AddDatapointsRequest;
    response: { readonly inserted: boolean; readonly datapoint_ids: readonly string[] };
  };
  removeDatapoint: {
    params: { dataset_id: string; datapoint_id: string };
    response: { readonly dereferenced: boolean; readonly message: string };
  };
  listDatapoints: {
    query: {
      datapoint_ids?: readonly string[] | undefined;
      dataset_name?: string | undefined;
      dataset_id?: string | undefined;
    };
    response: { readonly datapoints: readonly Datapoint[] };
  };
  createDatapoint: { body: DatapointInput; response: InsertedDatapoints };
  createDatapoints: {
    body: DatapointBatch;
    response: { readonly inserted: boolean; readonly insertedIds: readonly string[] };
  };
  getDatapoint: {
    params: { datapoint_id: string };
    /** A list of one. */
    response: { readonly datapoint: readonly Datapoint[] };
  };
  updateDatapoint: {
    params: { datapoint_id: string };
    body: DatapointInput;
    response: { readonly updated: boolean; readonly result: { readonly modifiedCount: number } };
  };
  deleteDatapoint: {
    params: { datapoint_id: string };
    response: { readonly deleted: boolean };
  };
}

export const datasetRoutes: Routes<DatasetOperations> = {
  listDatasets: route("GET /v1/datasets", "The datasets that match.", { aliases: ["/datasets"] }),
  createDataset: route("POST /v1/datasets", "Creates a dataset.", { aliases: ["/datasets"] }),
  updateDataset: route("PUT /v1/datasets/{dataset_id}", "Changes the fields that are named.", {
    aliases: ["/datasets/{dataset_id}"],
  }),
  updateDatasetLegacy: route(
    "PUT /v1/datasets",
    "Changes a dataset; use PUT /v1/datasets/{dataset_id}.",
    { aliases: ["/datasets"], isOlder: true },
  ),
  deleteDataset: route(
    "DELETE /v1/datasets/{dataset_id}",
    "Deletes a dataset with its datapoints, but for those that other datasets hold.",
    {
      aliases: ["/datasets/{dataset_id}"],
    },
  ),
  deleteDatasetLegacy: route(
    "DELETE /v1/datasets",
    "Deletes a dataset; use DELETE /v1/datasets/{dataset_id}.",
    { aliases: ["/datasets"], isOlder: true },
  ),
  addDatapoints: route(
    "POST /v1/datasets/{dataset_id}/datapoints",
    "Adds datapoints to a dataset: whole ones, or rows of which each column goes where the mapping says.",
    { aliases: ["/datasets/{dataset_id}/datapoints"] },
  ),
  removeDatapoint: route(
    "DELETE /v1/datasets/{dataset_id}/datapoints/{datapoint_id}",
    "Takes a datapoint out of a dataset; the datapoint stays.",
    {
      aliases: [
        "/v1/datasets/{dataset_id}/{datapoint_id}",
        "/datasets/{dataset_id}/datapoints/{datapoint_id}",
      ],
    },
  ),
  listDatapoints: route("GET /v1/datapoints", "The datapoints that match.", {
    aliases: ["/datapoints"],
  }),
  createDatapoint: route("POST /v1/datapoints", "Creates a datapoint.", {
    aliases: ["/datapoints"],
  }),
  createDatapoints: route("POST /v1/datapoints/batch", "Makes datapoints of events.", {
    aliases: ["/datapoints/batch"],
  }),
  getDatapoint: route("GET /v1/datapoints/{datapoint_id}", "One datapoint, in a list.", {
    aliases: ["/datapoints/{datapoint_id}"],
  }),
  updateDatapoint: route(
    "PUT /v1/datapoints/{datapoint_id}",
    "Changes the fields that are named.",
    {
      aliases: ["/datapoints/{datapoint_id}"],
    },
  ),
  deleteDatapoint: route(
    "DELETE /v1/datapoints/{datapoint_id}",
    "Deletes a datapoint, and takes it out of its datasets.",
    { aliases: ["/datapoints/{datapoint_id}"] },
  ),
};
