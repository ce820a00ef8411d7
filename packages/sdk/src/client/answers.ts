import type {
  Configuration,
  CreateRunResponse,
  Datapoint,
  Dataset,
  Event,
  JsonObject,
  ListRunsResponse,
  RunComparison,
  RunResponse,
  RunResult,
  StartedSession,
} from "@honeyhive/contract";

import type { Camel } from "./wire-case.js";

interface Inserted {
  readonly inserted: boolean;
  readonly result: { readonly insertedId: string };
}

/** What the methods of a client give that give more than an object of unknown entries. */
export interface Answers {
  readonly startSession: Camel<StartedSession>;
  readonly getSession: Camel<Event>;
  readonly createEvent: { readonly success: boolean; readonly eventId: string };
  readonly updateEvent: unknown;
  readonly getEvents: { readonly events: readonly Camel<Event>[]; readonly totalEvents: number };
  readonly createModelEvent: { readonly success: boolean; readonly eventId: string };
  readonly createEventBatch: { readonly eventIds: readonly string[] };
  readonly createModelEventBatch: { readonly eventIds: readonly string[] };
  readonly getDatasets: { readonly testcases: readonly Camel<Dataset>[] };
  readonly createDataset: Inserted;
  readonly getDatapoints: { readonly datapoints: readonly Camel<Datapoint>[] };
  readonly getDatapoint: { readonly datapoint: readonly Camel<Datapoint>[] };
  readonly createDatapoint: Inserted;
  readonly createRun: Camel<CreateRunResponse>;
  readonly getRun: Camel<RunResponse>;
  readonly getRuns: Camel<ListRunsResponse>;
  readonly getExperimentResult: Camel<Omit<RunResult, "metrics">> & {
    readonly metrics: Camel<RunResult["metrics"]>;
  };
  readonly getExperimentComparison: Camel<Omit<RunComparison, "metrics">> & {
    readonly metrics: Camel<RunComparison["metrics"]>;
  };
  readonly getConfigurations: readonly Camel<Configuration>[];
  readonly getMetrics: readonly JsonObject[];
  readonly getProjects: readonly JsonObject[];
  readonly getTools: readonly JsonObject[];
}
