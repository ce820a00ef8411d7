import type { RunComparison } from "./comparison.js";
import type {
  Configuration,
  ConfigurationInput,
  ConfigurationUpdate,
  UpdatedConfiguration,
} from "./configuration.js";
import type {
  AddDatapointsRequest,
  Datapoint,
  DatapointBatch,
  DatapointInput,
  Dataset,
  DatasetInput,
  InsertedDatapoints,
  ListDatasetsResponse,
} from "./dataset.js";
import type {
  Event,
  EventInput,
  EventNode,
  EventUpdate,
  SessionInput,
  StartedSession,
} from "./event.js";
import type { ExportEventsRequest, ExportEventsResponse } from "./filter.js";
import type {
  AggregateFunction,
  ComparedEventsResponse,
  CreateRunResponse,
  EventMetrics,
  ListRunsQuery,
  ListRunsResponse,
  RunInput,
  RunResponse,
  RunResult,
  RunSchema,
} from "./run.js";

/** A project that the local UI may open, with the key that selects it. Served on loopback only. */
export interface LocalProject {
  readonly project_id: string;
  readonly name: string;
  readonly api_key: string;
}

export interface Health {
  readonly status: "ok" | "degraded";
  readonly version: string;
  readonly store: { readonly engine: string; readonly ready: boolean };
}

/**
 * What each operation takes and gives. `params` fill the path, `query` the query string, `body` is JSON.
 * This table, `routes` and `operationSchemas` have the same keys; the compiler keeps them in step.
 */
export interface Operations {
  getHealth: { response: Health };
  listLocalProjects: { response: { readonly projects: readonly LocalProject[] } };
  startSessionLegacy: { body: { readonly session: SessionInput }; response: StartedSession };
  createSession: { body: SessionInput; response: StartedSession };
  getSession: { params: { session_id: string }; response: EventNode };
  createEventLegacy: {
    body: { readonly event: EventInput };
    response: { readonly success: true; readonly event_id: string };
  };
  createEvent: {
    body: EventInput;
    response: { readonly success: true; readonly event_id: string };
  };
  updateEventLegacy: {
    body: EventUpdate & { readonly event_id: string };
    response: { readonly success: true };
  };
  updateEvent: {
    params: { event_id: string };
    body: EventUpdate;
    response: { readonly success: true };
  };
  getEvent: { params: { event_id: string }; response: { readonly event: Event } };
  exportEvents: { body: ExportEventsRequest; response: ExportEventsResponse };
  createRun: { body: RunInput; response: CreateRunResponse };
  updateRun: { params: { run_id: string }; body: RunInput; response: RunResponse };
  getRun: { params: { run_id: string }; response: RunResponse };
  listRuns: { query: ListRunsQuery; response: ListRunsResponse };
  getRunResult: {
    params: { run_id: string };
    query: { aggregate_function?: AggregateFunction | undefined };
    response: RunResult;
  };
  compareRuns: {
    params: { new_run_id: string; old_run_id: string };
    query: { aggregate_function?: AggregateFunction | undefined };
    response: RunComparison;
  };
  compareRunEvents: {
    params: { new_run_id: string; old_run_id: string };
    query: {
      event_name?: string | undefined;
      event_type?: string | undefined;
      limit?: number | undefined;
      page?: number | undefined;
    };
    response: ComparedEventsResponse;
  };
  deleteSession: {
    params: { session_id: string };
    /** `deleted` is the id. */
    response: { readonly success: true; readonly deleted: string };
  };
  deleteEvent: {
    params: { event_id: string };
    /** `deleted` is the id. */
    response: { readonly success: true; readonly deleted: string };
  };
  deleteRun: {
    params: { run_id: string };
    response: { readonly id: string; readonly deleted: boolean };
  };
  getRunsSchema: { query: { dateRange?: string | undefined }; response: RunSchema };
  getRunSchema: {
    params: { run_id: string };
    query: { dateRange?: string | undefined };
    response: RunSchema;
  };
  getRunMetrics: {
    params: { run_id: string };
    /** JSON text. */
    query: { dateRange?: string | undefined; filters?: string | undefined };
    response: { readonly events: readonly EventMetrics[]; readonly totalEvents: number };
  };
  listDatasets: {
    query: { dataset_id?: string | undefined; name?: string | undefined };
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
  deleteDataset: {
    params: { dataset_id: string };
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
  listConfigurations: {
    query: {
      name?: string | undefined;
      env?: string | undefined;
      tags?: readonly string[] | undefined;
    };
    response: { readonly configurations: readonly Configuration[] };
  };
  createConfiguration: {
    body: ConfigurationInput;
    response: { readonly acknowledged: boolean; readonly insertedId: string };
  };
  updateConfiguration: {
    params: { configuration_id: string };
    body: ConfigurationUpdate;
    response: UpdatedConfiguration;
  };
  deleteConfiguration: {
    params: { configuration_id: string };
    response: { readonly acknowledged: boolean; readonly deletedCount: number };
  };
}

export type OperationName = keyof Operations;

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `{name}` marks a path parameter. */
  readonly path: string;
  /** Older spellings of the same operation, served alike. */
  readonly aliases: readonly string[];
  /** Whether a bearer key is needed. */
  readonly authenticated: boolean;
}

export const routes: Readonly<Record<OperationName, Route>> = {
  getHealth: route("GET", "/health", { authenticated: false }),
  listLocalProjects: route("GET", "/local/projects", { authenticated: false }),
  startSessionLegacy: route("POST", "/session/start"),
  createSession: route("POST", "/v1/sessions"),
  getSession: route("GET", "/v1/sessions/{session_id}"),
  createEventLegacy: route("POST", "/events"),
  createEvent: route("POST", "/v1/events"),
  updateEventLegacy: route("PUT", "/events"),
  updateEvent: route("PUT", "/v1/events/{event_id}"),
  getEvent: route("GET", "/v1/events/{event_id}"),
  exportEvents: route("POST", "/v1/events/export", { aliases: ["/events/export"] }),
  createRun: route("POST", "/v1/runs", { aliases: ["/runs"] }),
  updateRun: route("PUT", "/v1/runs/{run_id}", { aliases: ["/runs/{run_id}"] }),
  getRun: route("GET", "/v1/runs/{run_id}", { aliases: ["/runs/{run_id}"] }),
  listRuns: route("GET", "/v1/runs", { aliases: ["/runs"] }),
  getRunResult: route("GET", "/v1/runs/{run_id}/result", {
    aliases: ["/v1/runs/{run_id}/summary", "/runs/{run_id}/result"],
  }),
  compareRuns: route("GET", "/v1/runs/{new_run_id}/compare-with/{old_run_id}", {
    aliases: [
      "/v1/runs/{new_run_id}/compare/{old_run_id}",
      "/runs/{new_run_id}/compare-with/{old_run_id}",
    ],
  }),
  compareRunEvents: route("GET", "/v1/runs/{new_run_id}/compare/{old_run_id}/events"),
  deleteSession: route("DELETE", "/v1/sessions/{session_id}", {
    aliases: ["/session/{session_id}"],
  }),
  deleteEvent: route("DELETE", "/v1/events/{event_id}", { aliases: ["/events/{event_id}"] }),
  deleteRun: route("DELETE", "/v1/runs/{run_id}", { aliases: ["/runs/{run_id}"] }),
  getRunsSchema: route("GET", "/v1/runs/schema", { aliases: ["/v1/events/schema"] }),
  getRunSchema: route("GET", "/v1/runs/{run_id}/schema"),
  getRunMetrics: route("GET", "/v1/runs/{run_id}/metrics"),
  listDatasets: route("GET", "/v1/datasets", { aliases: ["/datasets"] }),
  createDataset: route("POST", "/v1/datasets", { aliases: ["/datasets"] }),
  // Older clients name the dataset in the body, or in the query string.
  updateDataset: route("PUT", "/v1/datasets/{dataset_id}", {
    aliases: ["/v1/datasets", "/datasets", "/datasets/{dataset_id}"],
  }),
  deleteDataset: route("DELETE", "/v1/datasets/{dataset_id}", {
    aliases: ["/v1/datasets", "/datasets", "/datasets/{dataset_id}"],
  }),
  addDatapoints: route("POST", "/v1/datasets/{dataset_id}/datapoints", {
    aliases: ["/datasets/{dataset_id}/datapoints"],
  }),
  removeDatapoint: route("DELETE", "/v1/datasets/{dataset_id}/datapoints/{datapoint_id}", {
    aliases: [
      "/v1/datasets/{dataset_id}/{datapoint_id}",
      "/datasets/{dataset_id}/datapoints/{datapoint_id}",
    ],
  }),
  listDatapoints: route("GET", "/v1/datapoints", { aliases: ["/datapoints"] }),
  createDatapoint: route("POST", "/v1/datapoints", { aliases: ["/datapoints"] }),
  createDatapoints: route("POST", "/v1/datapoints/batch", { aliases: ["/datapoints/batch"] }),
  getDatapoint: route("GET", "/v1/datapoints/{datapoint_id}", {
    aliases: ["/datapoints/{datapoint_id}"],
  }),
  updateDatapoint: route("PUT", "/v1/datapoints/{datapoint_id}", {
    aliases: ["/datapoints/{datapoint_id}"],
  }),
  deleteDatapoint: route("DELETE", "/v1/datapoints/{datapoint_id}", {
    aliases: ["/datapoints/{datapoint_id}"],
  }),
  listConfigurations: route("GET", "/v1/configurations", { aliases: ["/configurations"] }),
  createConfiguration: route("POST", "/v1/configurations", { aliases: ["/configurations"] }),
  updateConfiguration: route("PUT", "/v1/configurations/{configuration_id}", {
    aliases: ["/configurations/{configuration_id}"],
  }),
  deleteConfiguration: route("DELETE", "/v1/configurations/{configuration_id}", {
    aliases: ["/configurations/{configuration_id}"],
  }),
};

function route(
  method: Route["method"],
  path: string,
  options: Partial<Pick<Route, "aliases" | "authenticated">> = {},
): Route {
  return { method, path, aliases: [], authenticated: true, ...options };
}
