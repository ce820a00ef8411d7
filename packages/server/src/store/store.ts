import { randomUUID } from "node:crypto";

import { collectParsed, collectRows, type Row } from "./collect-rows.js";
import { toStorableJson } from "./storable-json.js";
import type { Engine, EngineHealth, QueryOptions, QueryParams } from "./engine.js";
import type { Lines } from "./lines.js";
import { changesSql } from "./row-version.js";
import { StoreError } from "./store-error.js";
import type { StoreObserver, StoreOperation } from "./store-observer.js";

/**
 * One question to the store. Every query is about one project: `project_id` is a required parameter, and
 * `Store` refuses SQL that does not use it.
 */
export interface Query<Result> {
  readonly sql: string;
  readonly params: QueryParams & { readonly project_id: string };
  readonly parse: (row: Row) => Result;
  readonly timeoutMs?: number | undefined;
  /** What a write must know first: it does not wait until people's questions are answered. */
  readonly isForWrite?: boolean | undefined;
}

export type QueryOfAll<Result> = Pick<Query<Result>, "sql" | "parse"> & {
  readonly params: QueryParams;
};

/** A change that is no insert, within one project like a query. */
export interface Statement {
  /** `any` node, or `all` that keep tables, for statements about a node's own part: `events{{LOCAL}}`. */
  readonly at: "any" | "all";
  readonly sql: string;
  readonly params: QueryParams & { readonly project_id: string };
}

/** Rows that were written or merged together. They never change: other rows are in a part of another id. */
export interface Part {
  readonly id: string;
  /** What the engine calls it: `_part`. */
  readonly name: string;
  /** Between these all of its events began, Unix milliseconds; infinite where the engine cannot tell. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Times of parts are whole seconds from 1970 to 2106; those of events that are not come out as some other time. */
const isTimed = ["min_time", "max_time"]
  .map((time) => `toString(toYYYYMM(toTimeZone(${time}, 'UTC'))) = partition`)
  .join(" AND ");
const partsSql = `SELECT name, hash_of_all_files AS hash, ${isTimed} AS is_timed,
    toUnixTimestamp(min_time) AS first_second, toUnixTimestamp(max_time) AS last_second
  FROM system.parts WHERE active AND database = currentDatabase() AND table = {table:String}`;

function parsePart(row: Row): Part {
  const name = String(row["name"]);
  const isTold = Number(row["is_timed"]) === 1;
  return {
    id: `${name} ${String(row["hash"])}`,
    name,
    firstMs: isTold ? Number(row["first_second"]) * 1000 : -Infinity,
    lastMs: isTold ? Number(row["last_second"]) * 1000 + 999.999 : Infinity,
  };
}

const defaultTimeoutMs = 30_000;

/** Typed access to the tables. Knows nothing of the engine below or of what the rows mean. */
export class Store {
  readonly #engine: Engine;
  readonly #observer: StoreObserver | undefined;
  readonly #signal: AbortSignal | undefined;
  /** The same for all that are made by `until`. */
  #condition = { wasReady: true, isFull: false, eventsChangedAtMs: Date.now() };

  constructor(engine: Engine, observer?: StoreObserver, signal?: AbortSignal) {
    this.#engine = engine;
    this.#observer = observer;
    this.#signal = signal;
  }

  /** Whether other servers may write to it. */
  get isShared(): boolean {
    return this.#engine.isShared;
  }

  /** Unix milliseconds: when this server last began or ended to store events, or was started. */
  get eventsChangedAtMs(): number {
    return this.#condition.eventsChangedAtMs;
  }

  /** The same store, for questions that nobody waits for once the signal aborts. */
  until(signal: AbortSignal): Store {
    const store = new Store(this.#engine, this.#observer, signal);
    store.#condition = this.#condition;
    return store;
  }

  async select<Result>(query: Query<Result>, signal = this.#signal): Promise<Result[]> {
    assertScoped(query.sql);
    const { timeoutMs = defaultTimeoutMs, isForWrite } = query;
    const options = { timeoutMs, isForWrite, signal };
    return this.#observe("select", this.#collect(query, options));
  }

  /** A store that ends while it answers is started again, and asked once more in the time that is left. */
  async #collect<Result>(
    { sql, params, parse }: QueryOfAll<Result>,
    options: QueryOptions,
  ): Promise<Result[]> {
    const startMs = performance.now();
    try {
      return await collectParsed(this.#engine.query(sql, params, options), parse);
    } catch (error) {
      const timeoutMs = Math.floor(options.timeoutMs - (performance.now() - startMs));
      const isOver = timeoutMs <= 0 || options.signal?.aborted === true;
      const isInterrupted = error instanceof StoreError && error.code === "STORE_INTERRUPTED";
      if (isOver || !isInterrupted) throw error;
      return await collectParsed(this.#engine.query(sql, params, { ...options, timeoutMs }), parse);
    }
  }

  /** The parts that a table is stored in; undefined where servers share it, and nodes have parts of their own. */
  async listParts(table: "events" | "sessions" = "events"): Promise<readonly Part[] | undefined> {
    if (this.isShared) return undefined;
    return this.selectOfAllProjects({ sql: partsSql, params: { table }, parse: parsePart });
  }

  async run({ at, sql, params }: Statement): Promise<void> {
    assertScoped(sql);
    const engine = this.#engine;
    const done = at === "all" ? engine.define(sql, params) : engine.command(sql, params);
    await this.#observe("command", done);
  }

  /** Rows that are stored again replace each other, so every insert has a token of its own. */
  insert(table: string, lines: Lines, columns?: readonly string[]): Promise<void> {
    const token = randomUUID();
    const stored = this.#observe("insert", this.#engine.insert(table, lines, { token, columns }));
    return table === "events" ? this.#markChange(stored) : stored;
  }

  async #markChange(stored: Promise<void>): Promise<void> {
    this.#condition.eventsChangedAtMs = Date.now();
    try {
      await stored;
    } finally {
      this.#condition.eventsChangedAtMs = Date.now();
    }
  }

  insertRows(table: string, rows: readonly object[]): Promise<void> {
    return this.insert(table, Buffer.from(rows.map(toStorableJson).join("\n")));
  }

  /**
   * Events that have more patches than were folded into them, or into the sessions that a view keeps of them, of all
   * projects: work left by a crash, and patches whose event has not come yet. After a week it will not come.
   */
  async findUnfoldedPatches(): Promise<{ projectId: string; eventId: string }[]> {
    const sql = `SELECT project_id, event_id FROM (
        SELECT project_id, event_id, count() AS patches FROM event_patches FINAL
        GROUP BY project_id, event_id HAVING max(patched_at) > now() - INTERVAL 7 DAY
      ) AS stored LEFT JOIN (
        SELECT project_id, event_id, min(versions) AS folded FROM (${["events", "sessions"]
          .map(
            (table) => `SELECT project_id, event_id, ${changesSql} AS versions FROM ${table}
              WHERE (project_id, event_id) IN (SELECT project_id, event_id FROM event_patches)
              GROUP BY project_id, event_id`,
          )
          .join(" UNION ALL ")}) GROUP BY project_id, event_id
      ) AS seen USING (project_id, event_id) WHERE patches > folded LIMIT 100001`;
    const rows = await collectRows(this.#engine.query(sql, {}, { timeoutMs: defaultTimeoutMs }));
    return rows.map((row) => ({
      projectId: String(row["project_id"]),
      eventId: String(row["event_id"]),
    }));
  }

  /** The same of all projects, for what the server does by itself: none of it may reach an answer. */
  selectOfAllProjects<Result>(query: QueryOfAll<Result>): Promise<Result[]> {
    return this.#observe("select", this.#collect(query, { timeoutMs: defaultTimeoutMs }));
  }

  async #observe<Result>(operation: StoreOperation, answer: Promise<Result>): Promise<Result> {
    const startMs = performance.now();
    let hasFailed = false;
    try {
      const result = await answer;
      if (operation === "insert") this.#condition.isFull = false;
      return result;
    } catch (error) {
      const code = error instanceof StoreError ? error.code : "UNKNOWN";
      if (code === "STORE_FULL") this.#condition.isFull = true;
      hasFailed = code !== "QUERY_CANCELLED";
      if (hasFailed) this.#observer?.storeFailed(operation, code);
      throw error;
    } finally {
      const seconds = (performance.now() - startMs) / 1000;
      this.#observer?.storeAnswered(operation, seconds, hasFailed);
    }
  }

  /** What the last answer to `health()` said. */
  get wasReady(): boolean {
    return this.#condition.wasReady;
  }

  /** Whether nothing was stored since its disk was found to be full. */
  get isFull(): boolean {
    return this.#condition.isFull;
  }

  async health(): Promise<EngineHealth> {
    const health = await this.#engine.health();
    this.#condition.wasReady = health.ready;
    return health;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

function assertScoped(sql: string): void {
  if (sql.includes("{project_id:String}")) return;
  throw new TypeError("Expected the query to filter by `{project_id:String}`, and it does not.");
}
