import type { JsonObject } from "../events/event.js";
import type { DateRange, EventFilter } from "../events/filter.js";

/** Body of `POST /v1/datapoints`. */
export interface DatapointInput {
  readonly inputs?: JsonObject | undefined;
  /** Earlier messages of the conversation. */
  readonly history?: readonly JsonObject[] | undefined;
  readonly ground_truth?: JsonObject | null | undefined;
  readonly metadata?: JsonObject | null | undefined;
  /** Id of the event that the datapoint was made from. */
  readonly linked_event?: string | null | undefined;
  /** Ids of the datasets that hold it. */
  readonly linked_datasets?: readonly string[] | undefined;
  /** Kept for older clients, as they gave them. */
  readonly linked_evals?: readonly string[] | undefined;
}

export interface Datapoint {
  readonly id: string;
  /** The same as `id`, for older clients. */
  readonly _id: string;
  readonly project_id: string;
  readonly inputs: JsonObject;
  readonly history: readonly JsonObject[];
  readonly ground_truth: JsonObject | null;
  readonly metadata: JsonObject | null;
  readonly linked_event: string | null;
  readonly linked_datasets: readonly string[];
  readonly linked_evals?: readonly string[] | undefined;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Which columns of a row, or fields of an event, become which part of a datapoint. */
export interface DatapointMapping {
  readonly inputs?: readonly string[] | undefined;
  readonly history?: readonly string[] | undefined;
  readonly ground_truth?: readonly string[] | undefined;
}

/** Body of `POST /v1/datapoints/batch`: datapoints made of events. */
export interface DatapointBatch {
  readonly events?: readonly string[] | undefined;
  /** Without it, inputs and outputs of the event become inputs and ground truth. */
  readonly mapping?: DatapointMapping | undefined;
  /** With `selectAll`: which events. */
  readonly filters?: EventFilter | readonly EventFilter[] | undefined;
  readonly dateRange?: DateRange | undefined;
  /** Ids of events, chosen or, with `selectAll`, left out. */
  readonly checkState?: Readonly<Record<string, boolean>> | undefined;
  readonly selectAll?: boolean | undefined;
  readonly dataset_id?: string | undefined;
}

export interface InsertedDatapoints {
  readonly inserted: boolean;
  /** `insertedId` is for older clients. */
  readonly result: { readonly insertedIds: readonly string[]; readonly insertedId: string };
}

export const datasetTypes = ["evaluation", "fine-tuning"] as const;

export type DatasetType = (typeof datasetTypes)[number];

/** What only older clients say of a dataset: it is kept and given back. */
export interface OlderDatasetFields {
  readonly linked_evals?: readonly string[] | undefined;
  readonly saved?: boolean | undefined;
  readonly pipeline_type?: "event" | "session" | undefined;
  readonly metadata?: JsonObject | undefined;
}

export interface DatasetInput extends OlderDatasetFields {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** Ids, in order. */
  readonly datapoints?: readonly string[] | undefined;
  /** Default `evaluation`. */
  readonly type?: DatasetType | undefined;
}

export interface Dataset extends OlderDatasetFields {
  readonly id: string;
  /** The same as `id`, for older clients. */
  readonly _id: string;
  readonly name: string;
  readonly description: string;
  readonly datapoints: readonly string[];
  readonly num_points: number;
  readonly project: string;
  readonly type: DatasetType;
  readonly created_at: string;
  readonly updated_at: string;
}

/** `testcases` holds the same as `datasets`, for older clients. */
export interface ListDatasetsResponse {
  readonly datasets: readonly Dataset[];
  readonly testcases: readonly Dataset[];
}

/** Body of `POST /v1/datasets/{dataset_id}/datapoints`. */
export type AddDatapointsRequest = DatapointRows | WholeDatapoints;

/** Rows, and what their columns are. */
export interface DatapointRows {
  readonly data: readonly JsonObject[];
  /** Columns that it does not name become metadata. */
  readonly mapping: DatapointMapping;
}

/** Datapoints as they are stored, in their order. Servers that take them say so: `capability.wholeDatapoints`. */
export interface WholeDatapoints {
  readonly datapoints: readonly DatapointInput[];
}
