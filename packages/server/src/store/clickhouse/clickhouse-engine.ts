import { Readable } from "node:stream";
import { finished } from "node:stream/promises";

import type { ClickHouseClient } from "@clickhouse/client";

import { collectRows } from "../collect-rows.js";
import { insertSettings } from "../dialect.js";
import type {
  DefineOptions,
  Engine,
  EngineHealth,
  InsertOptions,
  QueryOptions,
  QueryParams,
} from "../engine.js";
import { toPieces, type Lines } from "../lines.js";
import { StoreError } from "../store-error.js";
import { renderTemplate, type Topology } from "../topology.js";
import { assertClickHouse } from "./assert-clickhouse.js";
import { closeNode, connect, type ConnectOptions } from "./connect.js";
import type { NodeRing, RetryPlan, Work } from "./node-ring.js";
import type { ClickHouseLocation } from "./parse-store-url.js";
import { ask } from "./probe.js";
import { splitLists } from "./split-lists.js";
import { isConnectionError, isPassing, messageOf, toStoreError } from "./to-store-error.js";

/** The server enforces the time limit; this is how much later we stop waiting for it. */
const graceMs = 2000;
const pingTimeoutMs = 2000;

/** A connection may have been closed while it was idle; a node that is started again takes some seconds. */
const reading: RetryPlan = { isWorthRetrying: isPassing, delaysMs: [50, 200, 500, 1000, 2000] };
/** What is stored twice replaces itself. */
const inserting: RetryPlan = { isWorthRetrying: isPassing, delaysMs: [100, 300, 1000, 2000] };
/** What was sent may have been done; only what did not get through is tried again. */
const commanding: RetryPlan = { isWorthRetrying: isNotReached, delaysMs: [100, 300, 1000] };

/** A ClickHouse server, or a cluster of them, over HTTP. */
export class ClickHouseEngine implements Engine {
  readonly topology: Topology;
  readonly isShared = true;
  readonly #ring: NodeRing;
  readonly #writes = new Set<Promise<unknown>>();
  readonly #closed = new AbortController();
  #closing: Promise<void> | undefined;

  /** Resolves when a node has let us in and has the database. */
  static async start(
    location: ClickHouseLocation,
    options: ConnectOptions = {},
  ): Promise<ClickHouseEngine> {
    return new ClickHouseEngine(await connect(location, options), location.topology);
  }

  private constructor(ring: NodeRing, topology: Topology) {
    this.#ring = ring;
    this.topology = topology;
  }

  async *query(sql: string, params: QueryParams, options: QueryOptions): AsyncIterable<Uint8Array> {
    this.#assertOpen();
    const deadline = AbortSignal.timeout(options.timeoutMs + graceMs);
    const signals = [deadline, this.#closed.signal, ...(options.signal ? [options.signal] : [])];
    const signal = AbortSignal.any(signals);
    const request = { ...options, sql, params, signal };
    try {
      const rows = await this.#ring.use(
        (client, attempt) =>
          startQuery(client, { ...request, signal: AbortSignal.any([signal, attempt.signal]) }),
        { ...reading, isWorthRetrying: (error) => !signal.aborted && isPassing(error) },
      );
      const stop = (): void => void rows.destroy();
      signal.addEventListener("abort", stop, { once: true });
      try {
        for await (const lines of throughTheEnd(rows)) {
          yield toChunk(lines as readonly { text: string }[]);
        }
        // A stream that was stopped ends like one that is complete.
        signal.throwIfAborted();
      } finally {
        signal.removeEventListener("abort", stop);
        rows.destroy();
      }
    } catch (error) {
      throw signal.aborted
        ? this.#stoppedWaiting(deadline, options.timeoutMs)
        : toStoreError("query", error);
    }
  }

  insert(table: string, lines: Lines, { token, columns }: InsertOptions): Promise<void> {
    const format =
      columns === undefined ? "FORMAT JSONEachRow" : `(${columns.join(", ")}) FORMAT TabSeparated`;
    const query = `INSERT INTO ${table} ${format}`;
    const pieces = toPieces(lines);
    const sizeBytes = pieces.reduce((total, { length }) => total + length, 0);
    const insert: Work<void> = async (client, { number, signal }) => {
      const { stream, response_headers } = await client.exec({
        query,
        values: Readable.from(pieces, { objectMode: false }),
        clickhouse_settings: insertSettings(this.#tokenOf(token, number), sizeBytes),
        abort_signal: signal,
      });
      await finished(stream.resume());
      assertClickHouse(response_headers);
    };
    return this.#write("insert", () => this.#ring.use(insert, inserting));
  }

  /**
   * Tables without replicas note a token before they keep the rows. A crash in between leaves the token alone, and
   * what is sent again under it would be taken for a duplicate and thrown away.
   */
  #tokenOf(token: string, attempt: number): string {
    return this.topology.engine.startsWith("Replicated") ? token : `${token}/${attempt}`;
  }

  command(sql: string, params: QueryParams = {}): Promise<void> {
    return this.#write("command", () => this.#ring.use(toCommand(sql, params), commanding));
  }

  define(template: string, params: QueryParams = {}, options: DefineOptions = {}): Promise<void> {
    const sql = renderTemplate(template, this.topology);
    // One node passes it on, where a Keeper makes that possible.
    if (this.topology.onCluster !== "") return this.command(sql, params);
    return this.#write("command", () =>
      this.#ring.useEach(toCommand(sql, params), commanding, options),
    );
  }

  async health(): Promise<EngineHealth> {
    const signal = AbortSignal.timeout(pingTimeoutMs);
    const answers = this.#ring.nodes.map((node) => ask(node, signal));
    const ready = await Promise.any(answers).then(
      () => this.#closing === undefined,
      () => false,
    );
    const shardsDown = ready ? await this.#findShardsDown() : [];
    return { engine: "clickhouse", ready, ...(shardsDown.length > 0 ? { shardsDown } : {}) };
  }

  /** As a node that answers sees it. */
  async #findShardsDown(): Promise<number[]> {
    const { cluster } = this.topology;
    if (cluster === undefined) return [];
    const sql = `SELECT DISTINCT shard_num AS shard FROM system.clusters
      WHERE cluster = {cluster:String} AND shard_num NOT IN (
        SELECT _shard_num FROM cluster('${cluster}', system.one)
      ) ORDER BY shard SETTINGS skip_unavailable_shards = 1`;
    const rows = await collectRows(this.query(sql, { cluster }, { timeoutMs: pingTimeoutMs }));
    return rows.map((row) => Number(row["shard"]));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // New requests are refused from here on; writes under way are waited for.
    await Promise.allSettled(this.#writes);
    this.#closed.abort();
    await Promise.all(this.#ring.nodes.map(closeNode));
  }

  async #write(kind: "insert" | "command", work: () => Promise<void>): Promise<void> {
    this.#assertOpen();
    const write = work();
    this.#writes.add(write);
    try {
      await write;
    } catch (error) {
      throw toStoreError(kind, error);
    } finally {
      this.#writes.delete(write);
    }
  }

  #stoppedWaiting(deadline: AbortSignal, timeoutMs: number): StoreError {
    if (this.#closed.signal.aborted) return stopping();
    return deadline.aborted
      ? new StoreError("QUERY_TIMEOUT", `The query took longer than ${timeoutMs} ms.`)
      : new StoreError("QUERY_CANCELLED", "The query was cancelled.");
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw stopping();
  }
}

/** Rows of an answer that may be cut off. */
async function* throughTheEnd(rows: Readable): AsyncIterable<unknown> {
  try {
    yield* rows;
  } catch (error) {
    if (!isConnectionError(error)) throw error;
    throw new StoreError("STORE_INTERRUPTED", messageOf(error), { cause: error });
  }
}

interface QueryRequest extends QueryOptions {
  readonly sql: string;
  readonly params: QueryParams;
  readonly signal: AbortSignal;
}

async function startQuery(client: ClickHouseClient, request: QueryRequest): Promise<Readable> {
  request.signal.throwIfAborted();
  const { sql, params } = splitLists(request.sql, request.params);
  const result = await client.query({
    query: sql,
    query_params: params,
    format: "JSONEachRow",
    abort_signal: request.signal,
    clickhouse_settings: {
      max_execution_time: Math.max(0.01, request.timeoutMs / 1000),
      ...(request.isUnbounded === true ? { max_result_bytes: "0" } : {}),
    },
  });
  try {
    assertClickHouse(result.response_headers);
  } catch (error) {
    result.close();
    throw error;
  }
  return result.stream();
}

function toCommand(sql: string, params: QueryParams): Work<void> {
  return async (client, { signal }) => {
    const command = { query: sql, query_params: params, abort_signal: signal };
    const { response_headers } = await client.command(command);
    assertClickHouse(response_headers);
  };
}

function toChunk(rows: readonly { readonly text: string }[]): Uint8Array {
  return Buffer.from(rows.map(({ text }) => `${text}\n`).join(""));
}

function isNotReached(error: unknown): boolean {
  if (!isConnectionError(error)) return false;
  const codes = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

function stopping(): StoreError {
  return new StoreError("STORE_UNAVAILABLE", "The server is stopping.");
}
