import { randomUUID } from "node:crypto";

import {
  runStatuses,
  type ExperimentRun,
  type JsonObject,
  type ListRunsResponse,
  type RunInput,
  type RunOfList,
} from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import type { EntityRepository } from "../entities/entity-repository.js";
import type { Entity } from "../entities/entity-row.js";
import { isJsonObject } from "../lib/json.js";
import { KeyedLock } from "../lib/keyed-lock.js";
import { countRuns, findRuns, type FoundRun, type RunsQuery } from "../queries/find-runs.js";
import type { Store } from "../store/store.js";

type RunPage = Omit<ListRunsResponse<RunOfList>, "metrics">;

export class RunStore {
  readonly #entities: EntityRepository;
  readonly #store: Store;
  readonly #lock = new KeyedLock();

  constructor(entities: EntityRepository, store: Store) {
    this.#entities = entities;
    this.#store = store;
  }

  /** Creating a run again under the same id changes what the second call names. */
  create(project: Project, input: RunInput): Promise<ExperimentRun> {
    return this.#save(project, input.run_id || randomUUID(), input);
  }

  /** Undefined when there is no such run. */
  async update(
    project: Project,
    runId: string,
    input: RunInput,
  ): Promise<ExperimentRun | undefined> {
    if ((await this.find(project, runId)) === undefined) return undefined;
    return this.#save(project, runId, input);
  }

  /** False when there is no such run. */
  delete(project: Project, runId: string): Promise<boolean> {
    return this.#lock.run(`${project.id}/${runId}`, async () => {
      const known = await this.#entities.findMany(scopeOf(project), [runId]);
      await this.#entities.remove(scopeOf(project), known);
      return known.length > 0;
    });
  }

  async find(project: Project, runId: string): Promise<ExperimentRun | undefined> {
    const [run] = await this.findMany(project, [runId]);
    return run;
  }

  /** Those that there are. */
  async findMany(project: Project, runIds: readonly string[]): Promise<ExperimentRun[]> {
    const entities = await this.#entities.findMany(scopeOf(project), runIds);
    return this.#withDatasets(
      project,
      entities.map((entity) => toRun(entity, project)),
    );
  }

  async list(project: Project, query: RunsQuery): Promise<RunPage> {
    const { page = 1, limit = 20 } = query;
    const [found, [counts]] = await Promise.all([
      this.#store.select(findRuns(project.id, { ...query, page, limit })),
      this.#store.select(countRuns(project.id, query)),
    ]);
    const total = counts?.matching ?? 0;
    const totalPages = Math.ceil(total / limit);
    return {
      evaluations: await this.#withDatasets(
        project,
        found.map((run) => toListedRun(run, project)),
      ),
      pagination: {
        page,
        limit,
        total,
        total_unfiltered: counts?.all ?? 0,
        total_pages: totalPages,
        has_next: page < totalPages,
        has_prev: page > 1,
      },
    };
  }

  async #withDatasets<Run extends Pick<ExperimentRun, "dataset_id">>(
    project: Project,
    runs: readonly Run[],
  ): Promise<(Run & { readonly dataset_name: string | null })[]> {
    const ids = new Set(runs.flatMap(({ dataset_id }) => dataset_id ?? []));
    const scope = { projectId: project.id, kind: "dataset" } as const;
    const names = await this.#entities.findNames(scope, [...ids]);
    return runs.map((run) => ({ ...run, dataset_name: names.get(run.dataset_id ?? "") ?? null }));
  }

  async #save(project: Project, runId: string, input: RunInput): Promise<ExperimentRun> {
    const saved = await this.#lock.run(`${project.id}/${runId}`, async () => {
      const known = await this.#entities.find(scopeOf(project), runId);
      const body = merge(known?.body ?? {}, input);
      const name = input.name ?? known?.name ?? `Run ${runId.slice(0, 8)}`;
      const entity = { id: runId, name, body, replaces: known };
      return toRun(await this.#entities.save(scopeOf(project), entity), project);
    });
    const [run = saved] = await this.#withDatasets(project, [saved]);
    return run;
  }
}

function scopeOf(project: Project): { projectId: string; kind: "run" } {
  return { projectId: project.id, kind: "run" };
}

const mergedFields = ["metadata", "results", "configuration"] as const;

/** Objects merge key by key; everything else is replaced. */
function merge(known: JsonObject, input: RunInput): JsonObject {
  const { run_id: _runId, project: _project, ...given } = withOfflineDataset(input);
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  const merged = mergedFields.flatMap((field): [string, unknown][] => {
    const [before, after] = [known[field], given[field]];
    if (after === undefined) return [];
    return [[field, { ...(isJsonObject(before) ? before : {}), ...after }]];
  });
  return { ...known, ...Object.fromEntries(named), ...Object.fromEntries(merged) };
}

/** A dataset that the server does not hold is remembered by name, as hosted HoneyHive does. */
function withOfflineDataset(input: RunInput): RunInput {
  if (!input.dataset_id?.startsWith("EXT-")) return input;
  const metadata = { ...input.metadata, offline_dataset_id: input.dataset_id };
  return { ...input, dataset_id: null, metadata };
}

function toListedRun({ entity, idCounts }: FoundRun, project: Project): RunOfList {
  const run = toRun(entity, project);
  if (idCounts === undefined) return run;
  const { event_ids: _events, session_ids: _sessions, datapoint_ids: _datapoints, ...rest } = run;
  return { ...rest, id_counts: idCounts };
}

function toRun(entity: Entity, project: Project): ExperimentRun {
  const { body } = entity;
  return {
    id: entity.id,
    run_id: entity.id,
    name: entity.name,
    description: typeof body["description"] === "string" ? body["description"] : "",
    status: runStatuses.find((status) => status === body["status"]) ?? "pending",
    metadata: objectOf(body["metadata"]),
    results: objectOf(body["results"]),
    dataset_id: typeof body["dataset_id"] === "string" ? body["dataset_id"] : null,
    event_ids: idsOf(body["event_ids"]),
    session_ids: idsOf(body["session_ids"]),
    datapoint_ids: idsOf(body["datapoint_ids"]),
    configuration: objectOf(body["configuration"]),
    evaluators: Array.isArray(body["evaluators"]) ? body["evaluators"] : [],
    // Checked by the schema of the request that stored it.
    passing_ranges: objectOf(body["passing_ranges"]) as ExperimentRun["passing_ranges"],
    is_active: true,
    created_at: new Date(entity.createdAtMs).toISOString(),
    updated_at: new Date(entity.updatedAtMs).toISOString(),
    scope_type: "project",
    scope_id: project.id,
    project: project.name,
    tenant: "local",
  };
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === "string") : [];
}
