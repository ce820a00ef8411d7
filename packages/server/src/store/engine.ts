/** Values for the `{name:Type}` placeholders of a statement. */
export type QueryParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface QueryOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface InsertOptions {
  /** The same token with the same rows is stored once, however often it is sent. */
  readonly token: string;
}

export interface EngineHealth {
  readonly engine: string;
  readonly ready: boolean;
}

/**
 * Where the tables live. Every engine speaks the same ClickHouse dialect, so that no query knows which one
 * it runs on. `conformance.ts` is the definition of what an engine has to do.
 */
export interface Engine {
  /** Rows as newline-delimited JSON, in chunks of whole lines. */
  query(sql: string, params: QueryParams, options: QueryOptions): AsyncIterable<Uint8Array>;
  /** Resolves when the rows are stored. */
  insert(table: string, ndjson: Uint8Array, options: InsertOptions): Promise<void>;
  /** Runs a statement without a result, such as DDL. */
  command(sql: string, params?: QueryParams): Promise<void>;
  health(): EngineHealth;
  close(): Promise<void>;
}
