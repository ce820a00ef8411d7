import { hash, randomBytes } from "node:crypto";

import { keyScopes, type ApiKey, type KeyScope } from "@honeyhive/contract";

import { projectIdOf, type Project } from "../lib/project.js";
import type { EntityRepository } from "../entities/entity-repository.js";
import type { Entity } from "../entities/entity-row.js";
import { createObjectId } from "../entities/object-id.js";
import { KeyedLock } from "../lib/keyed-lock.js";
import type { Grant } from "./grant.js";

export interface NewKey {
  /** What it is for. */
  readonly label: string;
  readonly scopes: readonly KeyScope[];
}

interface KeyOfProject {
  readonly key: string;
  readonly project: Project;
  /** The same key as it was stored before. */
  readonly replaces?: Entity | undefined;
}

/** Projects and keys belong to no project. */
const systemScope = "system";
const keysScope = { projectId: systemScope, kind: "key" } as const;
export const projectsScope = { projectId: systemScope, kind: "project" } as const;
const cacheMs = 30_000;

export interface ProjectDirectoryOptions {
  /** Milliseconds of a clock that nobody sets. */
  readonly nowMs?: () => number;
  /**
   * Called when a key is found for the first time. A project that another server deletes comes back with keys of its
   * own: what was remembered of it is of the one before.
   */
  readonly onNewKey?: (projectId: string) => void;
}

/** Which key opens which project. Keys are stored as hashes only. */
export class ProjectDirectory {
  readonly #entities: EntityRepository;
  readonly #nowMs: () => number;
  readonly #onNewKey: (projectId: string) => void;
  readonly #operatorHash: string;
  readonly #lock = new KeyedLock();
  readonly #cache = new Map<string, { grant: Grant; expiresAtMs: number }>();
  /** Looks under way: all requests that come with a key while it is looked for share one. */
  readonly #looks = new Map<string, Promise<Grant | undefined>>();

  /** `operatorKey` is the server's own. */
  constructor(
    entities: EntityRepository,
    operatorKey: string,
    { nowMs = () => performance.now(), onNewKey = () => {} }: ProjectDirectoryOptions = {},
  ) {
    this.#entities = entities;
    this.#nowMs = nowMs;
    this.#onNewKey = onNewKey;
    this.#operatorHash = hashOf(operatorKey);
  }

  /**
   * Creates keys, and the projects that they open, where needed: by a few statements, however many they are. Ids follow
   * from keys and names, so that doing it again changes nothing.
   */
  async register(keys: Readonly<Record<string, string>>): Promise<void> {
    const given = Object.entries(keys).map(([key, name]) => {
      return { key, id: hashOf(key), project: toProject(name) };
    });
    const ids = given.map(({ id }) => id);
    const known = await this.#entities.findMany(keysScope, ids);
    const byId = new Map(known.map((entity) => [entity.id, entity]));
    const changed = given.flatMap(({ key, id, project }) => {
      const replaces = byId.get(id);
      const isThere = replaces !== undefined && projectOf(replaces).id === project.id;
      return isThere ? [] : [{ key, project, replaces }];
    });
    if (changed.length === 0) return;
    await this.#createProjects(changed.map(({ project }) => project));
    await this.#saveKeys(changed, { label: "given at the start", scopes: keyScopes });
  }

  /** Changes of the project that has the id, one after the other. */
  inTurn<Result>(projectId: string, change: () => Promise<Result>): Promise<Result> {
    return this.#lock.run(projectId, change);
  }

  /** Keeps the descriptions of those that are there already. */
  async #createProjects(projects: readonly Project[]): Promise<void> {
    const wanted = new Map(projects.map((project) => [project.id, project]));
    for (const { id } of await this.#entities.findMany(projectsScope, [...wanted.keys()])) {
      wanted.delete(id);
    }
    const missing = [...wanted.values()].map((project) => ({ ...project, body: {} }));
    await this.#entities.saveAll(projectsScope, missing);
  }

  /** What the key opens, where it was found lately and no look-up is needed. */
  findInUse(key: string): Grant | undefined {
    const cached = this.#cache.get(hashOf(key));
    return cached !== undefined && cached.expiresAtMs > this.#nowMs() ? cached.grant : undefined;
  }

  async findByKey(key: string): Promise<Grant | undefined> {
    const cached = this.findInUse(key);
    if (cached !== undefined) return cached;
    const id = hashOf(key);
    const isNew = !this.#cache.delete(id);
    const known = this.#looks.get(id);
    if (known !== undefined) return known;
    const look = this.#look(id);
    this.#looks.set(id, look);
    try {
      const grant = await look;
      if (grant !== undefined && isNew) this.#onNewKey(grant.project.id);
      // Only keys that exist are cached, so guessing does not fill the memory; and none that was changed meanwhile.
      if (grant !== undefined && this.#looks.get(id) === look) {
        this.#cache.set(id, { grant, expiresAtMs: this.#nowMs() + cacheMs });
      }
      return grant;
    } finally {
      if (this.#looks.get(id) === look) this.#looks.delete(id);
    }
  }

  async #look(id: string): Promise<Grant | undefined> {
    // Whoever sends events waits for it.
    const entity = await this.#entities.find(keysScope, id, { isForWrite: true });
    if (entity === undefined) return undefined;
    return {
      project: projectOf(entity),
      keyId: keyIdOf(entity),
      scopes: scopesOf(entity),
      isOperator: id === this.#operatorHash,
    };
  }

  /** Undefined when there is no project of this name. */
  async findProject(name: string): Promise<Project | undefined> {
    const project = toProject(name);
    const known = await this.#entities.find(projectsScope, project.id);
    return known === undefined ? undefined : project;
  }

  /** A project with keys is in use, even if a server that was older has not said that it exists. */
  async isInUse(projectId: string): Promise<boolean> {
    const known = await this.#entities.find(projectsScope, projectId);
    return known !== undefined || (await this.#keysOf({ id: projectId })).length > 0;
  }

  async createKey(
    project: Project,
    given: NewKey,
  ): Promise<{ readonly key: ApiKey; readonly secret: string }> {
    const secret = `hh_${randomBytes(32).toString("base64url")}`;
    const [saved] = await this.#saveKeys([{ key: secret, project }], given);
    if (saved === undefined) throw new TypeError("Expected the key that was saved.");
    return { key: toApiKey(saved), secret };
  }

  async listKeys(project: Project): Promise<ApiKey[]> {
    return (await this.#keysOf(project)).map(toApiKey);
  }

  /** False when the project has no such key. */
  async revokeKey(project: Project, keyId: string): Promise<boolean> {
    const keys = await this.#keysOf(project);
    const revoked = keys.filter((entity) => keyIdOf(entity) === keyId);
    await this.#forget(revoked);
    return revoked.length > 0;
  }

  /** The project and its keys; what it holds is deleted elsewhere. */
  async deleteProject(project: Project): Promise<void> {
    await this.#forget(await this.#keysOf(project));
    const known = await this.#entities.findMany(projectsScope, [project.id]);
    await this.#entities.remove(projectsScope, known);
  }

  async #keysOf(project: Pick<Project, "id">): Promise<Entity[]> {
    const keys = await this.#entities.list(keysScope);
    return keys.filter((entity) => projectOf(entity).id === project.id);
  }

  async #forget(keys: readonly Entity[]): Promise<void> {
    await this.#entities.remove(keysScope, keys);
    for (const { id } of keys) this.#forgetLook(id);
  }

  #forgetLook(hash: string): void {
    this.#cache.delete(hash);
    this.#looks.delete(hash);
  }

  async #saveKeys(keys: readonly KeyOfProject[], { label, scopes }: NewKey): Promise<Entity[]> {
    const entities = keys.map(({ key, project, replaces }) => {
      const prefix = key.slice(0, visibleLength(key));
      const key_id = createObjectId(Date.now());
      const body = { project_id: project.id, key_id, label, scopes, prefix };
      return { id: hashOf(key), name: project.name, body, replaces };
    });
    const saved = await this.#entities.saveAll(keysScope, entities);
    for (const { id } of entities) this.#forgetLook(id);
    return saved;
  }
}

function toProject(name: string): Project {
  return { id: projectIdOf(name), name };
}

function projectOf({ name, body }: Entity): Project {
  return { id: String(body["project_id"]), name };
}

/** Keys of the first version of this server have neither ids nor scopes, and may do everything. */
function keyIdOf({ id, body }: Entity): string {
  return typeof body["key_id"] === "string" ? body["key_id"] : id.slice(0, 24);
}

function scopesOf({ body }: Entity): readonly KeyScope[] {
  const { scopes } = body;
  return Array.isArray(scopes) ? keyScopes.filter((scope) => scopes.includes(scope)) : keyScopes;
}

function toApiKey(entity: Entity): ApiKey {
  const { label, prefix } = entity.body;
  return {
    key_id: keyIdOf(entity),
    name: typeof label === "string" ? label : "",
    project: entity.name,
    scopes: scopesOf(entity),
    prefix: typeof prefix === "string" ? prefix : "",
    created_at: new Date(entity.createdAtMs).toISOString(),
  };
}

/** A short key would be told by its first characters. */
function visibleLength(key: string): number {
  return key.length >= 32 ? 7 : 0;
}

function hashOf(key: string): string {
  return hash("sha256", key, "hex");
}
