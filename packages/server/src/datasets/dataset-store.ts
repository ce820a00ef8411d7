import type { Datapoint, DatapointInput, Dataset, DatasetInput } from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import type { Clock } from "../lib/clock.js";
import type { EntityInput, EntityRepository, EntityScope } from "../entities/entity-repository.js";
import { withoutUndefined } from "../entities/entity-collection.js";
import type { Entity } from "../entities/entity-row.js";
import type { DerivedIds } from "../lib/derived-ids.js";
import { KeyedLock } from "../lib/keyed-lock.js";
import { createObjectId } from "../entities/object-id.js";
import { datapointIdsOf, toDatapoint, toDataset } from "./to-dataset.js";

/**
 * Datasets and datapoints. The dataset's list of ids says what belongs to it; a datapoint's
 * `linked_datasets` are found there. Changes of one project's lists are made one after the other.
 */
export class DatasetStore {
  readonly #entities: EntityRepository;
  readonly #clock: Clock;
  readonly #lock = new KeyedLock();

  constructor(entities: EntityRepository, clock: Clock) {
    this.#entities = entities;
    this.#clock = clock;
  }

  /** Newest first. */
  async listDatasets(project: Project): Promise<Dataset[]> {
    const entities = await this.#entities.list(datasetsOf(project));
    return entities.map((entity) => toDataset(entity, project));
  }

  async findDataset(project: Project, id: string): Promise<Dataset | undefined> {
    const entity = await this.#entities.find(datasetsOf(project), id);
    return entity === undefined ? undefined : toDataset(entity, project);
  }

  async createDataset(project: Project, input: DatasetInput, ids?: DerivedIds): Promise<Dataset> {
    const { name = "Untitled Dataset", description = "", datapoints = [], ...rest } = input;
    const body = { description, datapoints: [...new Set(datapoints)], ...withoutUndefined(rest) };
    const entity = { id: this.#newId(ids), name, body };
    return toDataset(await this.#entities.save(datasetsOf(project), entity), project);
  }

  /** Undefined when there is no such dataset. */
  updateDataset(
    project: Project,
    id: string,
    change: DatasetInput | ((dataset: Dataset) => DatasetInput),
  ): Promise<Dataset | undefined> {
    return this.#lock.run(project.id, async () => {
      const known = await this.#entities.find(datasetsOf(project), id);
      if (known === undefined) return undefined;
      const input = typeof change === "function" ? change(toDataset(known, project)) : change;
      const saved = await this.#entities.save(datasetsOf(project), changed(known, input));
      return toDataset(saved, project);
    });
  }

  /** With its datapoints, but for those that other datasets hold. */
  deleteDataset(project: Project, id: string): Promise<boolean> {
    return this.#lock.run(project.id, async () => {
      const datasets = await this.#entities.list(datasetsOf(project));
      const known = datasets.find((dataset) => dataset.id === id);
      if (known === undefined) return false;
      const holders = findHolders(datasets);
      const own = datapointIdsOf(known).filter((held) => holders.get(held)?.length === 1);
      const datapoints = await this.#entities.findMany(datapointsOf(project), own);
      // First: as long as the dataset is there, what remains of it can be deleted again.
      await this.#entities.remove(datapointsOf(project), datapoints);
      await this.#entities.remove(datasetsOf(project), [known]);
      return true;
    });
  }

  /** Those that exist, in the order of the ids; without ids, all, newest first. */
  async findDatapoints(project: Project, ids: readonly string[] | undefined): Promise<Datapoint[]> {
    const scope = datapointsOf(project);
    const [found, datasets] = await Promise.all([
      ids === undefined ? this.#entities.list(scope) : this.#entities.findMany(scope, ids),
      this.#entities.list(datasetsOf(project)),
    ]);
    const byId = new Map(found.map((entity) => [entity.id, entity]));
    const holders = findHolders(datasets);
    return [...new Set(ids ?? byId.keys())].flatMap((id) => {
      const entity = byId.get(id);
      return entity === undefined ? [] : [toDatapoint(entity, project, holders.get(id) ?? [])];
    });
  }

  /** The ids, in the order of the inputs. */
  async createDatapoints(
    project: Project,
    inputs: readonly DatapointInput[],
    ids?: DerivedIds,
  ): Promise<string[]> {
    const entities = inputs.map((input): EntityInput => {
      const { linked_datasets: _, ...body } = input;
      return { id: this.#newId(ids), name: "", body };
    });
    await this.#entities.saveAll(datapointsOf(project), entities);
    const links = inputs.flatMap(({ linked_datasets = [] }, index) =>
      linked_datasets.map((datasetId) => ({ datasetId, id: entities[index]?.id ?? "" })),
    );
    for (const datasetId of new Set(links.map((link) => link.datasetId))) {
      const own = links.filter((link) => link.datasetId === datasetId).map(({ id }) => id);
      await this.addToDataset(project, datasetId, own);
    }
    return entities.map(({ id }) => id);
  }

  addToDataset(
    project: Project,
    datasetId: string,
    ids: readonly string[],
  ): Promise<Dataset | undefined> {
    return this.updateDataset(project, datasetId, ({ datapoints }) => ({
      datapoints: [...datapoints, ...ids],
    }));
  }

  /** False when there is no such datapoint. `linked_datasets` are then exactly those that hold it. */
  async updateDatapoint(project: Project, id: string, input: DatapointInput): Promise<boolean> {
    const { linked_datasets: linked, ...body } = input;
    const isKnown = await this.#lock.run(`${project.id}/${id}`, async () => {
      const known = await this.#entities.find(datapointsOf(project), id);
      if (known === undefined) return false;
      const merged = { ...known.body, ...withoutUndefined(body) };
      const { name } = known;
      await this.#entities.save(datapointsOf(project), { id, name, body: merged, replaces: known });
      return true;
    });
    if (isKnown && linked !== undefined) await this.#relink(project, id, new Set(linked));
    return isKnown;
  }

  async deleteDatapoint(project: Project, id: string): Promise<boolean> {
    const known = await this.#entities.findMany(datapointsOf(project), [id]);
    if (known.length === 0) return false;
    await this.#relink(project, id, new Set());
    await this.#entities.remove(datapointsOf(project), known);
    return true;
  }

  #relink(project: Project, id: string, wanted: ReadonlySet<string>): Promise<void> {
    return this.#lock.run(project.id, async () => {
      const datasets = await this.#entities.list(datasetsOf(project));
      const wrong = datasets.filter(
        (dataset) => datapointIdsOf(dataset).includes(id) !== wanted.has(dataset.id),
      );
      const corrected = wrong.map((dataset) => {
        const others = datapointIdsOf(dataset).filter((other) => other !== id);
        const datapoints = wanted.has(dataset.id) ? [...others, id] : others;
        return changed(dataset, { datapoints });
      });
      await this.#entities.saveAll(datasetsOf(project), corrected);
    });
  }

  #newId(ids: DerivedIds | undefined): string {
    return ids?.objectId() ?? createObjectId(this.#clock() / 1000);
  }
}

function datasetsOf(project: Project): EntityScope {
  return { projectId: project.id, kind: "dataset" };
}

function datapointsOf(project: Project): EntityScope {
  return { projectId: project.id, kind: "datapoint" };
}

function changed(known: Entity, { name, datapoints, ...rest }: DatasetInput): EntityInput {
  const list = datapoints === undefined ? undefined : [...new Set(datapoints)];
  const body = { ...known.body, ...withoutUndefined({ ...rest, datapoints: list }) };
  return { id: known.id, name: name ?? known.name, body, replaces: known };
}

/** Datapoint id to the ids of the datasets that hold it. */
function findHolders(datasets: readonly Entity[]): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const dataset of datasets) {
    for (const id of datapointIdsOf(dataset)) {
      const known = holders.get(id);
      if (known === undefined) holders.set(id, [dataset.id]);
      else known.push(dataset.id);
    }
  }
  return holders;
}
