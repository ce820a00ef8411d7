import type { Clock } from "../lib/clock.js";
import type { Query, Store } from "../store/store.js";
import { microsToTimestamp } from "../store/timestamps.js";
import { entityColumns, parseEntity, type Entity } from "./entity-row.js";

export type EntityKind =
  | "project"
  | "key"
  | "audit"
  | "run"
  | "dataset"
  | "datapoint"
  | "configuration"
  | "metric"
  | "online"
  | "chart"
  | "queue"
  | "tool"
  | "request"
  | "deletion";

export interface EntityScope {
  readonly projectId: string;
  readonly kind: EntityKind;
}

export type EntityInput = Pick<Entity, "id" | "name" | "body"> & {
  /** What is stored under the id. */
  readonly replaces?: Entity | undefined;
};

/**
 * Rows that are replaced as a whole. Their version is the time of the change, and later than what they replace even
 * where the clock has been set back, or that of another server is ahead: a change that is answered is in effect.
 */
export class EntityRepository {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async find(
    scope: EntityScope,
    id: string,
    options?: Pick<Query<Entity>, "isForWrite">,
  ): Promise<Entity | undefined> {
    const [entity] = await this.findMany(scope, [id], options);
    return entity;
  }

  findMany(
    scope: EntityScope,
    ids: readonly string[],
    options: Pick<Query<Entity>, "isForWrite"> = {},
  ): Promise<Entity[]> {
    return this.#store.select({
      ...options,
      sql: `SELECT ${entityColumns} FROM entities FINAL
        WHERE project_id = {project_id:String} AND kind = {kind:String} AND id IN {ids:Array(String)}
        ORDER BY created_at, id`,
      params: { project_id: scope.projectId, kind: scope.kind, ids },
      parse: parseEntity,
    });
  }

  /** Id to name of those that there are, whatever the size of their bodies. */
  async findNames(scope: EntityScope, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const query: Query<readonly [string, string]> = {
      sql: `SELECT id, name FROM entities FINAL
        WHERE project_id = {project_id:String} AND kind = {kind:String} AND id IN {ids:Array(String)}`,
      params: { project_id: scope.projectId, kind: scope.kind, ids },
      parse: (row) => [String(row["id"]), String(row["name"])],
    };
    return new Map(await this.#store.select(query));
  }

  list(scope: EntityScope): Promise<Entity[]> {
    const query: Query<Entity> = {
      sql: `SELECT ${entityColumns} FROM entities FINAL
        WHERE project_id = {project_id:String} AND kind = {kind:String}
        ORDER BY created_at DESC, id`,
      params: { project_id: scope.projectId, kind: scope.kind },
      parse: parseEntity,
    };
    return this.#store.select(query);
  }

  async save(scope: EntityScope, entity: EntityInput): Promise<Entity> {
    const stamped = this.#stamp(entity);
    await this.#store.insertRows("entities", [toRow(scope, stamped)]);
    return stamped;
  }

  /** All or none of them. */
  async saveAll(scope: EntityScope, entities: readonly EntityInput[]): Promise<Entity[]> {
    const stamped = entities.map((entity) => this.#stamp(entity));
    const rows = stamped.map((entity) => toRow(scope, entity));
    if (rows.length > 0) await this.#store.insertRows("entities", rows);
    return stamped;
  }

  async remove(scope: EntityScope, entities: readonly Entity[]): Promise<void> {
    const rows = entities.map((entity) => {
      const emptied = this.#stamp({ ...entity, body: {}, replaces: entity });
      return { ...toRow(scope, emptied), is_deleted: 1 };
    });
    if (rows.length > 0) await this.#store.insertRows("entities", rows);
  }

  #stamp({ id, name, body, replaces }: EntityInput): Entity & { readonly version: number } {
    const replaced = Math.round((replaces?.updatedAtMs ?? 0) * 1000);
    const version = Math.max(this.#clock(), replaced + 1);
    const updatedAtMs = version / 1000;
    return {
      id,
      name,
      body,
      createdAtMs: replaces?.createdAtMs ?? updatedAtMs,
      updatedAtMs,
      version,
    };
  }
}

function toRow(scope: EntityScope, entity: Entity & { readonly version: number }): object {
  return {
    project_id: scope.projectId,
    kind: scope.kind,
    id: entity.id,
    name: entity.name,
    body: JSON.stringify(entity.body),
    created_at: microsToTimestamp(Math.round(entity.createdAtMs * 1000)),
    version: entity.version,
  };
}
