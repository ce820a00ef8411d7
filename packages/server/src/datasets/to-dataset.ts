import {
  datasetTypes,
  type Datapoint,
  type Dataset,
  type OlderDatasetFields,
} from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import { timesOf, withoutUndefined } from "../entities/entity-collection.js";
import type { Entity } from "../entities/entity-row.js";
import { isJsonObject } from "../lib/json.js";

export function toDataset(entity: Entity, project: Project): Dataset {
  const datapoints = datapointIdsOf(entity);
  const { description, type } = entity.body;
  return {
    id: entity.id,
    _id: entity.id,
    name: entity.name,
    description: typeof description === "string" ? description : "",
    datapoints,
    num_points: datapoints.length,
    project: project.name,
    type: datasetTypes.find((known) => known === type) ?? "evaluation",
    ...olderFieldsOf(entity),
    ...timesOf(entity),
  };
}

/** Checked by the schema of the request that stored them. */
function olderFieldsOf({ body }: Entity): OlderDatasetFields {
  const { linked_evals, saved, pipeline_type, metadata } = body as OlderDatasetFields;
  return withoutUndefined({ linked_evals, saved, pipeline_type, metadata });
}

export function toDatapoint(
  entity: Entity,
  project: Project,
  linkedDatasets: readonly string[],
): Datapoint {
  const { inputs, history, ground_truth, metadata, linked_event, linked_evals } = entity.body;
  return {
    id: entity.id,
    _id: entity.id,
    project_id: project.id,
    inputs: isJsonObject(inputs) ? inputs : {},
    history: Array.isArray(history) ? history.filter(isJsonObject) : [],
    ground_truth: isJsonObject(ground_truth) ? ground_truth : null,
    metadata: isJsonObject(metadata) ? metadata : null,
    linked_event: typeof linked_event === "string" ? linked_event : null,
    linked_datasets: linkedDatasets,
    ...(Array.isArray(linked_evals) ? { linked_evals: linked_evals.map(String) } : {}),
    ...timesOf(entity),
  };
}

export function datapointIdsOf({ body }: Entity): string[] {
  const ids = body["datapoints"];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}
