import {
  datasetTypes,
  type DatapointInput,
  type Dataset,
  type DatasetInput,
} from "@honeyhive/contract";
import {
  datapointRowsSchema,
  datasetInputSchema,
  datasetUpdateSchema,
  legacyDatasetUpdateSchema,
  wholeDatapointsSchema,
} from "@honeyhive/contract/schemas";

import { rowToDatapoint } from "../../datasets/map-datapoint.js";
import { HttpError } from "../../lib/http-error.js";
import { isJsonObject } from "../../lib/json.js";
import type { Services } from "../../services.js";
import { isUnversioned, parseKnown } from "../request/known-fields.js";
import { parseBody, readNames, readOneOf } from "../request/parse.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";

export const listDatasets: RouteHandler = async ({ query, project }, { datasets }) => {
  const id = query.get("dataset_id") || undefined;
  const name = query.get("name") || undefined;
  const type = readOneOf(query, "type", datasetTypes);
  const all = await datasets.listDatasets(project);
  const found = all.filter(
    (dataset) =>
      (id ?? dataset.id) === dataset.id &&
      (name ?? dataset.name) === dataset.name &&
      (type ?? dataset.type) === dataset.type,
  );
  return { datasets: found, testcases: found };
};

export const createDataset: RouteHandler = async (request, services) => {
  const input = parseBody(datasetInputSchema, await request.readJson());
  await requireDatapoints(request, services, input.datapoints);
  const { id } = await services.datasets.createDataset(request.project, input, request.ids);
  return { inserted: true, result: { insertedId: id } };
};

export const updateDataset: RouteHandler = async (request, services) => {
  const body = await request.readJson();
  const input = parseKnown(datasetUpdateSchema, body, isUnversioned(request.raw));
  return changeDataset(request, services, {
    ...input,
    dataset_id: request.params["dataset_id"] ?? "",
  });
};

/** Older clients name the dataset in the body. */
export const updateDatasetLegacy: RouteHandler = async (request, services) =>
  changeDataset(
    request,
    services,
    parseKnown(legacyDatasetUpdateSchema, await request.readJson(), true),
  );

async function changeDataset(
  request: RouteRequest,
  services: Services,
  { dataset_id: id, ...input }: DatasetInput & { readonly dataset_id: string },
): Promise<object> {
  await requireDatapoints(request, services, input.datapoints);
  const dataset = await services.datasets.updateDataset(request.project, id, input);
  if (dataset === undefined) throw unknownDataset(request, id);
  return { result: dataset };
}

/** Older clients name the dataset in the query string. */
export const deleteDatasetLegacy: RouteHandler = (request, services) =>
  deleteDataset({ ...request, params: readNames(request.query, ["dataset_id"]) }, services);

export const deleteDataset: RouteHandler = async (request, { datasets }) => {
  const id = request.params["dataset_id"] ?? "";
  if (!(await datasets.deleteDataset(request.project, id))) throw unknownDataset(request, id);
  return { result: { id } };
};

export const addDatapoints: RouteHandler = async (request, services) => {
  const inputs = toDatapoints(await request.readJson());
  const { id } = await requireDataset(request, services, request.params["dataset_id"] ?? "");
  const linked = new Set(inputs.flatMap(({ linked_datasets = [] }) => linked_datasets));
  for (const other of linked) await requireDataset(request, services, other);
  const { project, ids } = request;
  const datapointIds = await services.datasets.createDatapoints(project, inputs, ids);
  await services.datasets.addToDataset(project, id, datapointIds);
  return { inserted: true, datapoint_ids: datapointIds };
};

/** Of a body that has them whole, or as rows. */
function toDatapoints(body: unknown): readonly DatapointInput[] {
  if (isJsonObject(body) && Object.hasOwn(body, "datapoints")) {
    return parseBody(wholeDatapointsSchema, body).datapoints;
  }
  const { data, mapping } = parseBody(datapointRowsSchema, body);
  return data.map((row) => rowToDatapoint(row, mapping));
}

export const removeDatapoint: RouteHandler = async (request, services) => {
  const { dataset_id: datasetId = "", datapoint_id: datapointId = "" } = request.params;
  const dataset = await requireDataset(request, services, datasetId);
  if (!dataset.datapoints.includes(datapointId)) throw unknownDatapoint(request, datapointId);
  await services.datasets.updateDataset(request.project, datasetId, ({ datapoints }) => ({
    datapoints: datapoints.filter((id) => id !== datapointId),
  }));
  return { dereferenced: true, message: "The dataset no longer holds the datapoint." };
};

export async function requireDataset(
  request: RouteRequest,
  { datasets }: Services,
  id: string,
): Promise<Dataset> {
  const dataset = await datasets.findDataset(request.project, id);
  if (dataset === undefined) throw unknownDataset(request, id);
  return dataset;
}

export function unknownDatapoint({ project }: RouteRequest, id: string): HttpError {
  return new HttpError(
    404,
    "DATAPOINT_NOT_FOUND",
    `Expected a datapoint of project \`${project.name}\`, got the unknown id \`${id}\`. ` +
      "List the datapoints with GET /v1/datapoints, and check the API key's project.",
  );
}

/** A dataset names only what there is. */
async function requireDatapoints(
  request: RouteRequest,
  { datasets }: Services,
  ids: readonly string[] | undefined,
): Promise<void> {
  if (ids === undefined || ids.length === 0) return;
  const found = await datasets.findDatapoints(request.project, ids);
  const known = new Set(found.map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw unknownDatapoint(request, unknown);
}

function unknownDataset({ project }: RouteRequest, id: string): HttpError {
  return new HttpError(
    404,
    "DATASET_NOT_FOUND",
    `Expected a dataset of project \`${project.name}\`, got the unknown id \`${id}\`. ` +
      "List the datasets with GET /v1/datasets, and check the API key's project.",
  );
}
