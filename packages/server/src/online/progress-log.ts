import type { JsonObject } from "@honeyhive/contract";
import { z } from "zod";

import type { EntityRepository } from "../entities/entity-repository.js";
import type { Entity } from "../entities/entity-row.js";

const progressSchema = z.object({
  /** Unix milliseconds: events that were stored before are not looked at. */
  since_ms: z.number(),
  /** Events that were stored before have their score, if they are to have one. */
  done_ms: z.number(),
  scored: z.number(),
  failed: z.number(),
  waiting: z.number(),
  held_up: z.string().nullable(),
  last_error: z.object({ message: z.string(), at: z.string() }).nullable(),
  /** Which server runs the metric. */
  server: z.string(),
  seen_ms: z.number(),
});

/** How far a metric has come with the events of its project. */
export type OnlineProgress = Readonly<z.infer<typeof progressSchema>>;

interface ProgressKey {
  readonly projectId: string;
  readonly metricId: string;
}

/** Where it is kept: with the metric's project, so that it goes with it. */
export class ProgressLog {
  readonly #entities: EntityRepository;

  constructor(entities: EntityRepository) {
    this.#entities = entities;
  }

  /** Undefined where the metric has not been run. */
  async read(projectId: string, metricId: string): Promise<OnlineProgress | undefined> {
    const entity = await this.#find(projectId, metricId);
    return progressSchema.safeParse(entity?.body).data;
  }

  /** Writes nothing, and gives false, when what it `isAfter` is gone: the metric or its project was deleted. */
  async write(
    { projectId, metricId, isAfter }: ProgressKey & { readonly isAfter: boolean },
    progress: OnlineProgress,
  ): Promise<boolean> {
    const replaces = await this.#find(projectId, metricId);
    if (isAfter && replaces === undefined) return false;
    const body: JsonObject = { ...progress };
    await this.#entities.save(scopeOf(projectId), { id: metricId, name: "", body, replaces });
    return true;
  }

  async forget(projectId: string, metricId: string): Promise<void> {
    const known = await this.#find(projectId, metricId);
    if (known !== undefined) await this.#entities.remove(scopeOf(projectId), [known]);
  }

  #find(projectId: string, metricId: string): Promise<Entity | undefined> {
    return this.#entities.find(scopeOf(projectId), metricId);
  }
}

function scopeOf(projectId: string): { projectId: string; kind: "online" } {
  return { projectId, kind: "online" };
}
