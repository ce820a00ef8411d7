import type { Datapoint, Dataset } from "@honeyhive/contract";

import type { Project } from "../auth/project.js";
import { timesOf } from "../entities/entity-collection.js";
import type { Entity } from "../entities/entity-row.js";
import { isJsonObject } from "../lib/json.js";

export function toDataset(entity: Entity, project: Project): Dataset {
  const datapoints = datapointIdsOf(entity);
  const description = entity.body["description"];
  return {
    id: entity.id,
    _id: entity.id,
    name: entity.name,
    description: typeof description === "string" ? description : "",
    datapoints,
    num_points: datapoints.length,
    project: project.name,
    type: "evaluation",
    ...timesOf(entity),
  };
}

export function toDatapoint(
  entity: Entity,
  project: Project,
  linkedDatasets: readonly string[],
): Datapoint {
  const { inputs, history, ground_truth, metadata, linked_event } = entity.body;
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
    ...timesOf(entity),
  };
}

export function datapointIdsOf({ body }: Entity): string[] {
  const ids = body["datapoints"];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}
