import type { EntityRepository } from "../entities/entity-repository.js";
import type { Entity } from "../entities/entity-row.js";
import type { Store } from "../store/store.js";
import { eraseProject } from "../queries/erase-project.js";
import { deleteEvents } from "./delete-events.js";

/** Other servers remember keys and sessions for half a minute, and what they took then takes its time to be stored. */
const defaultDelayMs = 45_000;

const scope = { projectId: "system", kind: "deletion" } as const;

export interface DeletedThing {
  readonly projectId: string;
  /** Without one, the whole project. */
  readonly sessionId?: string;
}

interface KnownProjects {
  /** Whether there is a project of this id again. */
  isInUse(projectId: string): Promise<boolean>;
}

/**
 * Deletes once more what was deleted, when nobody takes anything of it any longer: requests that were under way, and
 * other servers, may have stored some. It is noted in the store, so that it is done even if this server ends before.
 */
export class LateDeletions {
  readonly #entities: EntityRepository;
  readonly #store: Store;
  readonly #delayMs: number;
  readonly #projects: KnownProjects;
  readonly #timers = new Set<NodeJS.Timeout>();
  #running: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(
    entities: EntityRepository,
    store: Store,
    projects: KnownProjects,
    delayMs = defaultDelayMs,
  ) {
    this.#entities = entities;
    this.#store = store;
    this.#projects = projects;
    this.#delayMs = delayMs;
  }

  /** Before anything is deleted. */
  async note({ projectId, sessionId = "" }: DeletedThing): Promise<void> {
    const id = `${projectId}/${sessionId}`;
    const body = { project_id: projectId, session_id: sessionId };
    const [replaces] = await this.#entities.findMany(scope, [id]);
    await this.#entities.save(scope, { id, name: "", body, replaces });
    this.#schedule(id);
  }

  /** What an earlier server left undone, or another one has noted: doing it twice does no harm. */
  async resume(): Promise<void> {
    for (const { id } of await this.#entities.list(scope)) this.#schedule(id);
  }

  /** Waits for what is being deleted; what is left is taken up by the next server. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#running;
  }

  #schedule(id: string): void {
    if (this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const deleted = this.#running.then(() => this.#deleteAgain(id));
      // A store that does not answer is told of by its health.
      this.#running = deleted.catch(() => this.#schedule(id));
    }, this.#delayMs).unref();
    this.#timers.add(timer);
  }

  async #deleteAgain(id: string): Promise<void> {
    const noted = await this.#entities.find(scope, id);
    if (noted === undefined || this.#isClosed) return;
    await this.#erase(noted);
    await this.#entities.remove(scope, [noted]);
  }

  async #erase({ body }: Entity): Promise<void> {
    const [projectId, sessionId] = [String(body["project_id"]), String(body["session_id"])];
    if (sessionId !== "") {
      await deleteEvents(this.#store, projectId, { sessionId });
      return;
    }
    // It began without what was left: see `createProject`.
    if (await this.#projects.isInUse(projectId)) return;
    for (const statement of eraseProject(projectId)) await this.#store.run(statement);
  }
}
