import type { DatapointBatch, Event } from "@honeyhive/contract";
import { datapointBatchSchema, datapointInputSchema } from "@honeyhive/contract/schemas";

import { eventToDatapoint } from "../../datasets/map-datapoint.js";
import { findPage, readPage } from "../../events/find-page.js";
import { HttpError } from "../../lib/http-error.js";
import { findEvents } from "../../queries/find-events.js";
import type { Services } from "../../services.js";
import { requireDataset, unknownDatapoint } from "./datasets.js";
import { parseKnown } from "../request/known-fields.js";
import { normalizeSearch } from "../request/normalize-search.js";
import { parseBody, readList } from "../request/parse.js";
import type { RouteHandler, RouteRequest } from "../route-handler.js";

export const listDatapoints: RouteHandler = async ({ query, project }, { datasets }) => {
  const ids = readList(query, "datapoint_ids");
  const datasetId = query.get("dataset_id") || undefined;
  const datasetName = query.get("dataset_name") || undefined;
  if (datasetId === undefined && datasetName === undefined) {
    const wanted = ids.length === 0 ? undefined : ids;
    return { datapoints: await datasets.findDatapoints(project, wanted) };
  }
  const all = await datasets.listDatasets(project);
  const held = all
    .filter(({ id, name }) => (datasetId ?? id) === id && (datasetName ?? name) === name)
    .flatMap(({ datapoints }) => datapoints)
    .filter((id) => ids.length === 0 || ids.includes(id));
  return { datapoints: await datasets.findDatapoints(project, held) };
};

export const createDatapoint: RouteHandler = async (request, services) => {
  const input = parseBody(datapointInputSchema, await request.readJson());
  await requireLinked(request, services, input.linked_datasets);
  const { project, ids } = request;
  const insertedIds = await services.datasets.createDatapoints(project, [input], ids);
  return { inserted: true, result: { insertedIds, insertedId: insertedIds[0] } };
};

export const createDatapoints: RouteHandler = async (request, services) => {
  const body = normalizeSearch(await request.readJson(), services.clock() / 1000);
  const batch = parseKnown(datapointBatchSchema, body, true);
  const linked = batch.dataset_id === undefined ? [] : [batch.dataset_id];
  await requireLinked(request, services, linked);
  const events = await chooseEvents(request, services, batch);
  const inputs = events.map((event) => ({
    ...eventToDatapoint(event, batch.mapping),
    linked_datasets: linked,
  }));
  const { project, ids } = request;
  const insertedIds = await services.datasets.createDatapoints(project, inputs, ids);
  return { inserted: true, insertedIds };
};

export const getDatapoint: RouteHandler = async (request, { datasets }) => {
  const id = request.params["datapoint_id"] ?? "";
  const datapoint = await datasets.findDatapoints(request.project, [id]);
  if (datapoint.length === 0) throw unknownDatapoint(request, id);
  return { datapoint };
};

export const updateDatapoint: RouteHandler = async (request, services) => {
  const id = request.params["datapoint_id"] ?? "";
  const input = parseBody(datapointInputSchema, await request.readJson());
  await requireLinked(request, services, input.linked_datasets);
  const isKnown = await services.datasets.updateDatapoint(request.project, id, input);
  if (!isKnown) throw unknownDatapoint(request, id);
  return { updated: true, result: { modifiedCount: 1 } };
};

export const deleteDatapoint: RouteHandler = async (request, { datasets }) => {
  const id = request.params["datapoint_id"] ?? "";
  if (!(await datasets.deleteDatapoint(request.project, id))) throw unknownDatapoint(request, id);
  return { deleted: true };
};

async function requireLinked(
  request: RouteRequest,
  services: Services,
  datasetIds: readonly string[] | undefined,
): Promise<void> {
  for (const id of new Set(datasetIds)) await requireDataset(request, services, id);
}

/** At once; the same as for an export. */
const maxEvents = 7500;

/** In the order of their ids, or newest first with `selectAll`. */
async function chooseEvents(
  { project }: RouteRequest,
  { store }: Services,
  batch: DatapointBatch,
): Promise<Event[]> {
  const { checkState = {}, dateRange } = batch;
  if (batch.selectAll === true) {
    const filters = [batch.filters ?? []].flat();
    const search = { filters, dateRange, limit: maxEvents, totalUpTo: maxEvents };
    const { places, total } = await findPage(store, project.id, search);
    if (total?.moreThanTotal === true) {
      throw new HttpError(
        400,
        "INVALID_REQUEST",
        `Expected \`filters\` that match at most ${maxEvents} events, and they match more. Narrow them, or the date range.`,
        { field: "filters" },
      );
    }
    const matching = await readPage(store, project.id, places, search);
    return matching.filter(({ event_id }) => checkState[event_id] !== false);
  }
  const checked = Object.keys(checkState).filter((id) => checkState[id] === true);
  const ids = [...new Set([...(batch.events ?? []), ...checked])].map((id) => id.toLowerCase());
  const found = await store.select(findEvents(project.id, ids));
  const byId = new Map(found.map((event) => [event.event_id, event]));
  return ids.map((id) => {
    const event = byId.get(id);
    if (event !== undefined) return event;
    throw new HttpError(
      404,
      "EVENT_NOT_FOUND",
      `Expected events of project \`${project.name}\`, got the unknown id \`${id}\`. Nothing was created.`,
      { field: "events" },
    );
  });
}
