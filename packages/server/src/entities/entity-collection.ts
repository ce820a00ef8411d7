import type { ErrorCode, JsonObject } from "@honeyhive/contract";

import type { Project } from "../lib/project.js";
import type { Clock } from "../lib/clock.js";
import type { DerivedIds } from "../lib/derived-ids.js";
import { HttpError } from "../lib/http-error.js";
import { KeyedLock } from "../lib/keyed-lock.js";
import type { EntityKind, EntityRepository, EntityScope } from "./entity-repository.js";
import type { Entity } from "./entity-row.js";
import { createObjectId } from "./object-id.js";

/** What tells one plain kind of entity from another. */
export interface CollectionKind<Item> {
  readonly kind: EntityKind;
  /** As in "Expected a … of project". */
  readonly noun: string;
  readonly notFound: ErrorCode;
  /** Where they are listed. */
  readonly path: string;
  readonly toItem: (entity: Entity, project: Project) => Item;
}

export interface EntityChange {
  readonly name?: string | undefined;
  /** Fields that are undefined stay as they are. */
  readonly body?: JsonObject | undefined;
}

export interface EntityCollectionOptions {
  /** Called when one of them was created, changed or deleted here. */
  readonly onChange?: () => void;
}

/** All entities of one kind: those that are created, read, changed and deleted, and nothing more. */
export class EntityCollection<Item> {
  readonly #entities: EntityRepository;
  readonly #clock: Clock;
  readonly #kind: CollectionKind<Item>;
  readonly #lock = new KeyedLock();
  readonly #onChange: () => void;

  constructor(
    entities: EntityRepository,
    clock: Clock,
    kind: CollectionKind<Item>,
    { onChange = () => {} }: EntityCollectionOptions = {},
  ) {
    this.#entities = entities;
    this.#clock = clock;
    this.#kind = kind;
    this.#onChange = onChange;
  }

  /** Newest first. */
  async list(project: Project): Promise<Item[]> {
    const entities = await this.#entities.list(this.#scopeOf(project));
    return entities.map((entity) => this.#kind.toItem(entity, project));
  }

  /** Rejects with 404 when there is none of this id. */
  async get(project: Project, id: string): Promise<Item> {
    return this.#kind.toItem(await this.#require(project, id), project);
  }

  /** As it is stored. */
  getEntity(project: Project, id: string): Promise<Entity> {
    return this.#require(project, id);
  }

  async create(project: Project, name: string, body: JsonObject, ids?: DerivedIds): Promise<Item> {
    const id = ids?.objectId() ?? createObjectId(this.#clock() / 1000);
    const given = { id, name, body: withoutUndefined(body) };
    const entity = await this.#entities.save(this.#scopeOf(project), given);
    this.#onChange();
    return this.#kind.toItem(entity, project);
  }

  /** Changes of one entity wait for each other, so that none is lost. */
  change(
    project: Project,
    id: string,
    change: EntityChange | ((known: Entity) => EntityChange),
  ): Promise<Item> {
    return this.#lock.run(`${project.id}/${id}`, async () => {
      const known = await this.#require(project, id);
      const { name, body = {} } = typeof change === "function" ? change(known) : change;
      const changed = {
        id,
        name: name ?? known.name,
        body: { ...known.body, ...withoutUndefined(body) },
        replaces: known,
      };
      const entity = await this.#entities.save(this.#scopeOf(project), changed);
      this.#onChange();
      return this.#kind.toItem(entity, project);
    });
  }

  remove(project: Project, id: string): Promise<void> {
    return this.#lock.run(`${project.id}/${id}`, async () => {
      const known = await this.#require(project, id);
      await this.#entities.remove(this.#scopeOf(project), [known]);
      this.#onChange();
    });
  }

  async #require(project: Project, id: string): Promise<Entity> {
    const known = await this.#entities.find(this.#scopeOf(project), id);
    if (known !== undefined) return known;
    const { noun, notFound, path } = this.#kind;
    throw new HttpError(
      404,
      notFound,
      `Expected ${noun} of project \`${project.name}\`, got the unknown id \`${id}\`. ` +
        `List them with GET ${path}, and check the API key's project.`,
    );
  }

  #scopeOf(project: Project): EntityScope {
    return { projectId: project.id, kind: this.#kind.kind };
  }
}

export function withoutUndefined(object: object): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

export function timesOf(entity: Entity): { created_at: string; updated_at: string } {
  return {
    created_at: new Date(entity.createdAtMs).toISOString(),
    updated_at: new Date(entity.updatedAtMs).toISOString(),
  };
}
