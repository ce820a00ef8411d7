import { createHash } from "node:crypto";

import type { EntityRepository } from "../entities/entity-repository.js";
import { textToUuid } from "../text-to-uuid.js";

export interface Project {
  readonly id: string;
  readonly name: string;
}

/** Projects and keys belong to no project. */
const systemScope = "system";
const cacheMs = 30_000;

/** The id follows from the name, so that every server finds the same. */
export function projectIdOf(name: string): string {
  return textToUuid(`project:${name}`);
}

/** Which key opens which project. Keys are stored as hashes only. */
export class ProjectDirectory {
  readonly #entities: EntityRepository;
  readonly #cache = new Map<string, { project: Project; expiresAtMs: number }>();

  constructor(entities: EntityRepository) {
    this.#entities = entities;
  }

  /** Creates the project where needed. The id follows from the name, so that doing it again changes nothing. */
  async register(key: string, projectName: string): Promise<Project> {
    const project = { id: projectIdOf(projectName), name: projectName };
    const known = await this.findByKey(key);
    if (known?.id === project.id) return project;
    await this.#entities.save(
      { projectId: systemScope, kind: "project" },
      { id: project.id, name: projectName, body: {} },
    );
    await this.#entities.save(
      { projectId: systemScope, kind: "key" },
      { id: hashOf(key), name: projectName, body: { project_id: project.id } },
    );
    this.#cache.delete(hashOf(key));
    return project;
  }

  async findByKey(key: string): Promise<Project | undefined> {
    const hash = hashOf(key);
    const cached = this.#cache.get(hash);
    if (cached !== undefined && cached.expiresAtMs > Date.now()) return cached.project;
    const entity = await this.#entities.find({ projectId: systemScope, kind: "key" }, hash);
    // Only keys that exist are cached, so guessing does not fill the memory.
    if (entity === undefined) return undefined;
    const project = { id: String(entity.body["project_id"]), name: entity.name };
    this.#cache.set(hash, { project, expiresAtMs: Date.now() + cacheMs });
    return project;
  }
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
