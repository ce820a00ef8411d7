import type { JsonObject } from "@honeyhive/contract";

import type { Clock } from "../clock.js";
import { parseJsonObject } from "../json.js";
import type { Row } from "../store/collect-rows.js";
import type { Query, Store } from "../store/store.js";
import { microsToTimestamp } from "../store/timestamps.js";

export type EntityKind = "project" | "key" | "run";

export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly body: JsonObject;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface EntityScope {
  readonly projectId: string;
  readonly kind: EntityKind;
}

const columns = `id, name, body, toUnixTimestamp64Micro(created_at) AS created_micros, version`;

/** Projects, keys and runs: rows that are replaced as a whole. Their version is the time of the change. */
export class EntityRepository {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async find(scope: EntityScope, id: string): Promise<Entity | undefined> {
    const [entity] = await this.findMany(scope, [id]);
    return entity;
  }

  findMany(scope: EntityScope, ids: readonly string[]): Promise<Entity[]> {
    return this.#store.select({
      sql: `SELECT ${columns} FROM entities FINAL
        WHERE project_id = {project_id:String} AND kind = {kind:String} AND id IN {ids:Array(String)}`,
      params: { project_id: scope.projectId, kind: scope.kind, ids },
      parse: parseEntity,
    });
  }

  list(scope: EntityScope): Promise<Entity[]> {
    const query: Query<Entity> = {
      sql: `SELECT ${columns} FROM entities FINAL
        WHERE project_id = {project_id:String} AND kind = {kind:String}
        ORDER BY created_at DESC, id`,
      params: { project_id: scope.projectId, kind: scope.kind },
      parse: parseEntity,
    };
    return this.#store.select(query);
  }

  async save(
    scope: EntityScope,
    entity: Pick<Entity, "id" | "name" | "body"> & { readonly createdAtMs?: number },
  ): Promise<Entity> {
    const version = this.#clock();
    const createdAtMs = entity.createdAtMs ?? version / 1000;
    const row = {
      project_id: scope.projectId,
      kind: scope.kind,
      id: entity.id,
      name: entity.name,
      body: JSON.stringify(entity.body),
      created_at: microsToTimestamp(Math.round(createdAtMs * 1000)),
      version,
    };
    await this.#store.insertRows("entities", [row]);
    return { ...entity, createdAtMs, updatedAtMs: version / 1000 };
  }
}

function parseEntity(row: Row): Entity {
  return {
    id: String(row["id"]),
    name: String(row["name"]),
    body: parseJsonObject(String(row["body"])) ?? {},
    createdAtMs: Number(row["created_micros"]) / 1000,
    updatedAtMs: Number(row["version"]) / 1000,
  };
}
