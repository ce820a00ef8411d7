import { randomUUID } from "node:crypto";

import {
  routes,
  type JsonObject,
  type OperationInput,
  type OperationName,
} from "@honeyhive/contract";

import type { Seed } from "./seed-project.js";

type Examples = { readonly [Name in OperationName]: OperationInput<Name> };

export interface ExampleRequest {
  readonly operation: OperationName;
  readonly method: string;
  /** With its parameters and query string filled in. */
  readonly path: string;
  readonly body: unknown;
}

/** A good request to each path of an operation, aliases included, about what the seed names. */
export function exampleRequests(operation: OperationName, seed: Seed): ExampleRequest[] {
  const { method, path, aliases } = routes[operation];
  // Each part is read as optional here.
  const { params = {}, query = {}, body } = examplesFor(seed)[operation] as AnyInput;
  const search = new URLSearchParams(query).toString();
  return [path, ...aliases].map((template) => ({
    operation,
    method,
    path:
      template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "") +
      (search === "" ? "" : `?${search}`),
    body,
  }));
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
}

/** One good request for each operation; the compiler notices when one is missing. */
function examplesFor(seed: Seed): Examples {
  return {
    ...systemExamples,
    ...sessionExamples(seed),
    ...runExamples(seed),
    ...datasetExamples(seed),
    ...configurationExamples(seed),
    ...metricExamples(seed),
    ...chartExamples(seed),
    ...queueAndToolExamples(seed),
    ...accessExamples(seed),
  };
}

const systemExamples = {
  getHealth: {},
  getReadiness: {},
  getAbout: {},
  listLocalProjects: {},
} satisfies Partial<Examples>;

function sessionExamples({ session_id, event_id, run_id, media_sha256: sha256 }: Seed) {
  const params = { session_id };
  const event = { event_type: "tool", inputs: { q: 1 }, session_id, project_id: "p" } as const;
  const model: JsonObject = { model: "m", provider: "p", messages: [], response: {}, session_id };
  const search = {
    filters: [{ field: "event_id", operator: "is", value: event_id }],
    evaluation_id: run_id,
  } as const;
  const update = { metadata: { seen: true }, feedback: { rating: 5 } };
  return {
    startSessionLegacy: { body: { session: { session_id, metadata: { again: true } } } },
    createSession: { body: { session_id, metadata: { again: true }, children_ids: [event_id] } },
    changeSessions: { body: { changes: [{ session: { session_id } }, { event_id, ...update }] } },
    findRootSpans: { body: { session_ids: [session_id] } },
    getSession: { params },
    deleteSession: { params },
    addSessionTraces: { params, body: { logs: [{ ...event, event_name: "trace" }] } },
    createSessionEvents: { params, body: { events: [event] } },
    createEventLegacy: { body: { event } },
    createEvent: { body: event },
    updateEventLegacy: { body: { event_id, ...update, outputs: [1] } },
    updateEvent: { params: { event_id }, body: update },
    getEvent: { params: { event_id } },
    getMedia: { params: { event_id, sha256 } },
    deleteEvent: { params: { event_id } },
    listEvents: { query: { filters: JSON.stringify(search.filters) } },
    exportEvents: { body: search },
    searchEvents: { body: search },
    createEvents: { body: { events: [event] } },
    createEventsLegacy: { body: { events: [event], is_single_session: true } },
    createModelEvent: { body: { model_event: model } },
    createModelEvents: { body: { model_events: [model] } },
  } satisfies Partial<Examples>;
}

function runExamples({ run_id, other_run_id, dataset_id, session_id }: Seed) {
  const params = { run_id };
  const filters = '[{"field":"metadata.run_id","operator":"exists"}]';
  const pair = { new_run_id: run_id, old_run_id: other_run_id };
  return {
    createRun: { body: { name: "another", dataset_id } },
    updateRun: { params, body: { status: "completed" } },
    getRun: { params },
    listRuns: { query: { dateRange: '{"relative":"1d"}' } },
    deleteRun: { params },
    getRunResult: { params, query: { filters } },
    findRunCases: { params, body: { session_ids: [session_id] } },
    compareRuns: { params: pair, query: { filters } },
    compareRunEvents: { params: pair, query: { filter: filters } },
    compareRunEventsLegacy: { query: { run_id_1: run_id, run_id_2: other_run_id } },
    getRunsSchema: {},
    getRunSchema: { params },
    getRunMetrics: { params },
  } satisfies Partial<Examples>;
}

function datasetExamples({ dataset_id, datapoint_id, event_id }: Seed) {
  const rows = { data: [{ question: "?" }], mapping: { inputs: ["question"] } };
  return {
    listDatasets: { query: { dataset_id } },
    createDataset: { body: { name: "another", datapoints: [datapoint_id] } },
    updateDataset: { params: { dataset_id }, body: { description: "changed" } },
    updateDatasetLegacy: { body: { dataset_id, description: "changed" } },
    deleteDataset: { params: { dataset_id } },
    deleteDatasetLegacy: { query: { dataset_id } },
    addDatapoints: { params: { dataset_id }, body: rows },
    removeDatapoint: { params: { dataset_id, datapoint_id } },
    listDatapoints: { query: { dataset_id } },
    createDatapoint: { body: { inputs: { q: 1 }, linked_datasets: [dataset_id] } },
    createDatapoints: { body: { events: [event_id], dataset_id } },
    getDatapoint: { params: { datapoint_id } },
    updateDatapoint: { params: { datapoint_id }, body: { metadata: { changed: true } } },
    deleteDatapoint: { params: { datapoint_id } },
  } satisfies Partial<Examples>;
}

function configurationExamples({ configuration_id }: Seed) {
  const parameters = { call_type: "chat", model: "m" };
  return {
    listConfigurations: { query: { env: "dev" } },
    listConfigurationsLegacy: {},
    createConfiguration: { body: { name: "another", provider: "p", parameters, env: ["dev"] } },
    updateConfiguration: { params: { configuration_id }, body: { tags: ["changed"] } },
    deleteConfiguration: { params: { configuration_id } },
    runConfiguration: {
      body: { parameters: { ...parameters, template: "Hello {{name}}" }, inputs: { name: "you" } },
    },
  } satisfies Partial<Examples>;
}

function metricExamples({ metric_id, marker }: Seed) {
  const params = { metric_id };
  const metric = {
    name: "another",
    type: "JAVASCRIPT",
    criteria: "(event) => event.outputs.text.length > 1",
    return_type: "boolean",
  } as const;
  return {
    listMetrics: { query: { type: "JAVASCRIPT" } },
    listMetricsLegacy: {},
    createMetric: { body: metric },
    createMetricLegacy: {
      body: { name: "older", task: "any", type: "model", prompt: "Is it good?", pass_when: true },
    },
    updateMetric: { params, body: { description: "changed", threshold: { min: 1 } } },
    updateMetricLegacy: { body: { id: metric_id, name: marker } },
    deleteMetric: { params },
    deleteMetricLegacy: { query: { metric_id } },
    listMetricVersions: { params },
    createMetricVersion: { params, body: { message: "draft", content: metric } },
    deployMetricVersion: { params: { metric_id, version_name: "v1" } },
    getMetricProgress: { params },
    runMetric: { body: { metric, event: { outputs: { text: "yes" } } } },
  } satisfies Partial<Examples>;
}

function chartExamples({ chart_id }: Seed) {
  const params = { chart_id };
  return {
    chartEvents: { query: { metric: "accuracy", groupBy: "event_type", bucket: "1d" } },
    listCharts: {},
    createChart: {
      body: { name: "another", metric: "metadata.cost", dateRange: { relative: "7d" } },
    },
    getChart: { params },
    getChartData: { params },
    updateChart: { params, body: { func: "p95", groupBy: null } },
    deleteChart: { params },
  } satisfies Partial<Examples>;
}

function queueAndToolExamples({ queue_id, tool_id, event_id }: Seed) {
  const params = { queue_id };
  return {
    listQueues: {},
    createQueue: { body: { name: "another", event_ids: [event_id] } },
    getQueue: { params },
    updateQueue: { params, body: { id: queue_id, remove_event_ids: [event_id] } },
    deleteQueue: { params },
    listTools: {},
    createTool: { body: { name: "another", parameters: { type: "object" } } },
    updateTool: { body: { id: tool_id, description: "changed" } },
    deleteTool: { query: { function_id: tool_id } },
  } satisfies Partial<Examples>;
}

function accessExamples({ key_id, project: name }: Seed) {
  return {
    listProjects: {},
    createProject: { body: { name: `${name}-${randomUUID()}` } },
    updateProject: { body: { name, description: "changed" } },
    deleteProject: { query: { name } },
    listKeys: {},
    createKey: { body: { name: "another", scopes: ["read"] } },
    revokeKey: { params: { key_id } },
    listAudit: { query: { limit: 10 } },
  } satisfies Partial<Examples>;
}
