import type { AnyObject } from "../lib/any-object.js";

import type { RequestOptions, ResourceRequest } from "./send-request.js";

type Given = AnyObject;
type Options = RequestOptions | undefined;

/** What each method of each resource sends: the routes of the generation of clients that had these methods. */
export const resources = {
  session: {
    startSession: (body: Given, options?: Options) => post("/session/start", body, options),
    getSession: (id: string, options?: Options) =>
      get("/session/{id}", { params: { id }, options }),
  },
  events: {
    createEvent: (body: Given, options?: Options) => post("/events", body, options),
    updateEvent: (body: Given, options?: Options) => put("/events", body, options),
    getEvents: (body: Given, options?: Options) => post("/events/export", body, options),
    createModelEvent: (body: Given, options?: Options) => post("/events/model", body, options),
    createEventBatch: (body: Given, options?: Options) => post("/events/batch", body, options),
    createModelEventBatch: (body: Given, options?: Options) =>
      post("/events/model/batch", body, options),
  },
  datasets: {
    getDatasets: (project?: string, type?: string, datasetId?: string, options?: Options) =>
      get("/datasets", { query: { project, type, dataset_id: datasetId }, options }),
    createDataset: (body: Given, options?: Options) => post("/datasets", body, options),
    updateDataset: (body: Given, options?: Options) => put("/datasets", body, options),
    deleteDataset: (datasetId: string, options?: Options) =>
      remove("/datasets", { query: { dataset_id: datasetId }, options }),
    addDatapoints: (body: Given, id: string, options?: Options) =>
      post("/datasets/{id}/datapoints", body, options, { id }),
  },
  datapoints: {
    getDatapoints: (
      project?: string,
      datapointIds?: readonly string[],
      datasetName?: string,
      options?: Options,
    ) =>
      get("/datapoints", {
        query: { project, datapoint_ids: datapointIds, dataset_name: datasetName },
        options,
      }),
    createDatapoint: (body: Given, options?: Options) => post("/datapoints", body, options),
    getDatapoint: (id: string, options?: Options) =>
      get("/datapoints/{id}", { params: { id }, options }),
    updateDatapoint: (body: Given, id: string, options?: Options) =>
      put("/datapoints/{id}", body, options, { id }),
    deleteDatapoint: (id: string, options?: Options) =>
      remove("/datapoints/{id}", { params: { id }, options }),
  },
  experiments: {
    createRun: (body: Given, options?: Options) => post("/runs", body, options),
    getRuns: (project?: string, options?: Options) => get("/runs", { query: { project }, options }),
    getRun: (id: string, options?: Options) => get("/runs/{id}", { params: { id }, options }),
    updateRun: (body: Given, id: string, options?: Options) =>
      put("/runs/{id}", body, options, { id }),
    deleteRun: (id: string, options?: Options) => remove("/runs/{id}", { params: { id }, options }),
    getExperimentResult: (id: string, projectId?: string, aggregate?: string, options?: Options) =>
      get("/runs/{id}/result", {
        params: { id },
        query: { project_id: projectId, aggregate_function: aggregate },
        areMetricsOwn: false,
        options,
      }),
    getExperimentComparison: (
      newId: string,
      oldId: string,
      projectId?: string,
      aggregate?: string,
      options?: Options,
    ) =>
      get("/runs/{newId}/compare-with/{oldId}", {
        params: { newId, oldId },
        query: { project_id: projectId, aggregate_function: aggregate },
        areMetricsOwn: false,
        options,
      }),
  },
  metrics: {
    getMetrics: (project?: string, options?: Options) =>
      get("/metrics", { query: { project_name: project }, options }),
    createMetric: (body: Given, options?: Options) => post("/metrics", body, options),
    updateMetric: (body: Given, options?: Options) => put("/metrics", body, options),
    deleteMetric: (id: string, options?: Options) =>
      remove("/metrics", { query: { metric_id: id }, options }),
  },
  projects: {
    getProjects: (name?: string, options?: Options) =>
      get("/projects", { query: { name }, options }),
    createProject: (body: Given, options?: Options) => post("/projects", body, options),
    updateProject: (body: Given, options?: Options) => put("/projects", body, options),
    deleteProject: (name: string, options?: Options) =>
      remove("/projects", { query: { name }, options }),
  },
  tools: {
    getTools: (options?: Options) => get("/tools", { options }),
    createTool: (body: Given, options?: Options) => post("/tools", body, options),
    updateTool: (body: Given, options?: Options) => put("/tools", body, options),
    deleteTool: (functionId: string, options?: Options) =>
      remove("/tools", { query: { function_id: functionId }, options }),
  },
  configurations: {
    getConfigurations: (project?: string, env?: string, name?: string, options?: Options) =>
      get("/configurations", { query: { project, env, name }, options }),
    createConfiguration: (body: Given, options?: Options) => post("/configurations", body, options),
    updateConfiguration: (body: Given, id: string, options?: Options) =>
      put("/configurations/{id}", body, options, { id }),
    deleteConfiguration: (id: string, options?: Options) =>
      remove("/configurations/{id}", { params: { id }, options }),
  },
} as const satisfies Readonly<
  Record<string, Readonly<Record<string, (...args: never[]) => ResourceRequest>>>
>;

type Details = Partial<Pick<ResourceRequest, "params" | "query" | "areMetricsOwn" | "options">>;

function get(path: string, details: Details): ResourceRequest {
  return { method: "GET", path, ...details };
}

function remove(path: string, details: Details): ResourceRequest {
  return { method: "DELETE", path, ...details };
}

function post(
  path: string,
  body: Given,
  options: Options,
  params: Readonly<Record<string, string>> = {},
): ResourceRequest {
  return { method: "POST", path, body, options, params };
}

function put(
  path: string,
  body: Given,
  options: Options,
  params: Readonly<Record<string, string>> = {},
): ResourceRequest {
  return { method: "PUT", path, body, options, params };
}
