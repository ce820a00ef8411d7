import type { Lines } from "./lines.js";
import type { Topology } from "./topology.js";

/** Values for the `{name:Type}` placeholders of a statement. */
export type QueryParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface QueryOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** For whole tables, which are no answer to anybody: without the limit of results. */
  readonly isUnbounded?: boolean | undefined;
  /** What a write must know first: it does not wait until people's questions are answered. */
  readonly isForWrite?: boolean | undefined;
}

export interface InsertOptions {
  /** Another insert of the same rows under the same token stores nothing. */
  readonly token: string;
  /**
   * Columns whose values stand in the rows, in this order: the rows are tab-separated then (`toField`), which
   * the engine reads in half of the time. Without, they are JSON.
   */
  readonly columns?: readonly string[] | undefined;
}

export interface DefineOptions {
  /** Where several nodes are told one after the other: in the opposite order. */
  readonly isLastFirst?: boolean;
}

export interface EngineHealth {
  readonly engine: string;
  readonly ready: boolean;
  /** Of a cluster: numbers of the shards that do not answer, when there are any. */
  readonly shardsDown?: readonly number[];
}

/**
 * Where the tables live. Every engine speaks the same ClickHouse dialect, so that no query knows which one
 * it runs on. `engine-conformance.ts` is the definition of what an engine has to do.
 */
export interface Engine {
  readonly topology: Topology;
  /** Whether other servers may work on the same tables. */
  readonly isShared: boolean;
  /** Rows as newline-delimited JSON, in chunks of whole lines. */
  query(sql: string, params: QueryParams, options: QueryOptions): AsyncIterable<Uint8Array>;
  /** Resolves when the rows, one a line, are stored. */
  insert(table: string, lines: Lines, options: InsertOptions): Promise<void>;
  /** Runs a statement without a result on one node. */
  command(sql: string, params?: QueryParams): Promise<void>;
  /** Runs a statement about tables wherever they are kept. Fills in the placeholders of the topology. */
  define(template: string, params?: QueryParams, options?: DefineOptions): Promise<void>;
  health(): Promise<EngineHealth>;
  close(): Promise<void>;
}
