import type { Engine, InsertOptions, QueryOptions, QueryParams } from "../store/engine.js";
import type { Lines } from "../store/lines.js";
import { StoreError } from "../store/store-error.js";

/**
 * An engine that goes on when whoever had it is done: for them it is closed then, and what they had begun to write is
 * waited for.
 */
export class LentEngine implements Engine {
  readonly #engine: Engine;
  readonly #writes = new Set<Promise<void>>();
  #isClosed = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get topology(): Engine["topology"] {
    return this.#engine.topology;
  }

  get isShared(): boolean {
    return this.#engine.isShared;
  }

  async *query(sql: string, params: QueryParams, options: QueryOptions): AsyncIterable<Uint8Array> {
    this.#assertOpen();
    yield* this.#engine.query(sql, params, options);
  }

  insert(table: string, lines: Lines, options: InsertOptions): Promise<void> {
    return this.#write(() => this.#engine.insert(table, lines, options));
  }

  command(sql: string, params?: QueryParams): Promise<void> {
    return this.#write(() => this.#engine.command(sql, params));
  }

  define(template: string, params?: QueryParams): Promise<void> {
    return this.#write(() => this.#engine.define(template, params));
  }

  health(): ReturnType<Engine["health"]> {
    return this.#engine.health();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#writes);
  }

  async #write(write: () => Promise<void>): Promise<void> {
    this.#assertOpen();
    const writing = write();
    this.#writes.add(writing);
    try {
      await writing;
    } finally {
      this.#writes.delete(writing);
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new StoreError("STORE_UNAVAILABLE", "The server is stopping.");
  }
}
