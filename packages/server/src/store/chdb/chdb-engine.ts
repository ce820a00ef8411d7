import type { Engine, EngineHealth, InsertOptions, QueryOptions, QueryParams } from "../engine.js";
import { joinPieces, toPieces, type Lines } from "../lines.js";
import { StoreError } from "../store-error.js";
import { renderTemplate, singleNode } from "../topology.js";
import { ChunkQueue } from "./chunk-queue.js";
import type { HostProcess } from "./host-process.js";
import type { HostOptions, HostReply, HostRequest } from "./protocol.js";
import { ReadWindow } from "./read-window.js";
import { RowFiles } from "./row-files.js";
import { startWhenFree, type OnStoreWait } from "./start-when-free.js";

export interface ChdbEngineOptions {
  readonly dataDir: string;
  readonly memoryBytes?: number;
  readonly readers?: number;
  /** The process of the engine ended, and is started again. */
  readonly onRestart?: (reason: string) => void;
  /** The engine's process of a server that was killed still holds the data directory, and is waited for. */
  readonly onWait?: OnStoreWait | undefined;
}

type Read = Extract<HostRequest, { kind: "query" }>;
type Write = Extract<HostRequest, { kind: "insert" | "command" }>;

interface PendingRead {
  readonly request: Read;
  readonly chunks: ChunkQueue;
}

interface PendingWrite {
  /** Undefined while its rows are written to a file. */
  request: Write | undefined;
  readonly settled: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  /** Crashes that it was under way in. */
  crashes: number;
}

/** Less goes with the request: a file costs some milliseconds, whatever its size. */
const fileFromBytes = 256 * 1024;
/** A write that was under way in so many crashes is taken for their cause. */
const maxCrashesOfWrite = 3;
/** So many crashes without an answer in between, and the host is given up. */
const maxRestarts = 5;
/** The engine enforces the time limit; this is how much later the server stops waiting for it. */
const graceMs = 2000;

/** chDB in a supervised child process. A crash loses nothing that was acknowledged. */
export class ChdbEngine implements Engine {
  readonly topology = singleNode;
  /** The data directory is locked. */
  readonly isShared = false;
  readonly #options: HostOptions;
  readonly #files: RowFiles;
  readonly #onRestart: (reason: string) => void;
  readonly #onWait: OnStoreWait;
  readonly #writes = new Map<number, PendingWrite>();
  readonly #reads = new Map<number, PendingRead>();
  #host: HostProcess | undefined;
  #nextId = 1;
  /** Restarts since the last answer. */
  #restarts = 0;
  #restarting: Promise<void> | undefined;
  #failure: StoreError | undefined;
  #closing: Promise<void> | undefined;

  static async start(options: ChdbEngineOptions): Promise<ChdbEngine> {
    const { onRestart = () => {}, onWait = () => {}, ...host } = options;
    const defaults = { serverPid: process.pid, memoryBytes: 1_500_000_000, readers: 4 };
    const engine = new ChdbEngine({ ...defaults, ...host }, { onRestart, onWait });
    await engine.#startHost();
    try {
      // Nobody else has the data directory now.
      await engine.#files.open();
    } catch (error) {
      await engine.close();
      throw error;
    }
    return engine;
  }

  private constructor(
    options: HostOptions,
    {
      onRestart,
      onWait,
    }: { readonly onRestart: (reason: string) => void; readonly onWait: OnStoreWait },
  ) {
    this.#options = options;
    this.#files = new RowFiles(options.dataDir);
    this.#onRestart = onRestart;
    this.#onWait = onWait;
  }

  get hostPid(): number | undefined {
    return this.#host?.pid;
  }

  async *query(sql: string, params: QueryParams, options: QueryOptions): AsyncIterable<Uint8Array> {
    this.#assertOpen();
    const id = this.#nextId++;
    const chunks = new ChunkQueue();
    const { timeoutMs, isUnbounded = false, isForWrite = false } = options;
    const request: Read = { kind: "query", id, sql, params, timeoutMs, isUnbounded, isForWrite };
    this.#reads.set(id, { request, chunks });
    // Without a host it is sent when there is one again.
    this.#host?.send(request);
    const deadline = AbortSignal.timeout(timeoutMs + graceMs);
    const signal =
      options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
    const onAbort = (): void => chunks.fail(stoppedWaiting(deadline, timeoutMs));
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const window = new ReadWindow();
      for await (const chunk of chunks) {
        yield chunk;
        if (window.add(chunk.length)) this.#host?.send({ kind: "more", id });
      }
    } finally {
      signal.removeEventListener("abort", onAbort);
      // Still listed: the consumer left early.
      if (this.#reads.delete(id)) this.#host?.send({ kind: "cancel", id });
    }
  }

  async insert(table: string, lines: Lines, options: InsertOptions): Promise<void> {
    const { token, columns } = options;
    const id = this.#nextId++;
    const pieces = toPieces(lines);
    const sizeBytes = pieces.reduce((total, { length }) => total + length, 0);
    const rest = { kind: "insert", id, table, sizeBytes, token, columns } as const;
    if (sizeBytes < fileFromBytes || !this.#files.areReadable) {
      return this.#write(id, () => ({ ...rest, lines: joinPieces(pieces) }));
    }
    let path: string | undefined;
    try {
      await this.#write(id, async () => {
        path = await this.#files.write(id, pieces, sizeBytes);
        return { ...rest, lines: path };
      });
    } finally {
      if (path !== undefined) void this.#files.remove(path);
    }
  }

  command(sql: string, params: QueryParams = {}): Promise<void> {
    const id = this.#nextId++;
    return this.#write(id, () => ({ kind: "command", id, sql, params }));
  }

  define(template: string, params: QueryParams = {}): Promise<void> {
    return this.command(renderTemplate(template, this.topology), params);
  }

  health(): Promise<EngineHealth> {
    const ready = this.#host !== undefined && this.#failure === undefined;
    return Promise.resolve({ engine: "chdb", ready });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // New writes are refused from here on; those under way are waited for.
    await Promise.allSettled([...this.#writes.values()].map((write) => write.settled));
    this.#failReads(new StoreError("STORE_UNAVAILABLE", "The server is stopping."));
    // A host that is just starting would be left behind.
    await this.#restarting;
    await this.#host?.kill();
    this.#host = undefined;
    await this.#files.close();
  }

  async #write(id: number, make: () => Write | Promise<Write>): Promise<void> {
    this.#assertOpen();
    let resolve = (): void => {};
    let reject = (_: Error): void => {};
    const settled = new Promise<void>((onDone, onError) => {
      resolve = onDone;
      reject = onError;
    });
    // It may fail before anybody waits for it.
    settled.catch(() => {});
    const write: PendingWrite = { request: undefined, settled, resolve, reject, crashes: 0 };
    this.#writes.set(id, write);
    try {
      write.request = await make();
      this.#send(write);
    } catch (error) {
      this.#writes.delete(id);
      // Closing waits for it as well.
      resolve();
      throw error;
    }
    return settled;
  }

  /** Without a host it is sent when there is one again. */
  #send({ request, crashes }: PendingWrite): void {
    if (request === undefined || !this.#writes.has(request.id)) return;
    this.#host?.send(underNewToken(request, crashes));
  }

  async #startHost(): Promise<void> {
    const listener = {
      onReply: (reply: HostReply) => this.#onReply(reply),
      onCrash: (reason: string) => this.#onCrash(reason),
    };
    const host = await startWhenFree(this.#options, listener, this.#onWait);
    this.#host = host;
    for (const write of this.#writes.values()) this.#send(write);
    for (const { request } of this.#reads.values()) host.send(request);
  }

  #onReply(reply: HostReply): void {
    if (reply.kind === "ready" || reply.kind === "refused") return;
    this.#restarts = 0;
    const { id } = reply;
    const read = this.#reads.get(id)?.chunks;
    if (reply.kind === "chunk") {
      read?.push(reply.ndjson);
      return;
    }
    const write = this.#writes.get(id);
    this.#reads.delete(id);
    this.#writes.delete(id);
    if (reply.kind === "done") {
      read?.end();
      write?.resolve();
    } else {
      const error = new StoreError(reply.code, reply.message);
      read?.fail(error);
      write?.reject(error);
    }
  }

  #onCrash(reason: string): void {
    this.#host = undefined;
    const error = new StoreError("STORE_UNAVAILABLE", `The store host ended: ${reason}`);
    this.#failReads(new StoreError("STORE_INTERRUPTED", error.message));
    for (const [id, write] of this.#writes) {
      if (write.request === undefined) continue;
      write.crashes += 1;
      if (write.crashes < maxCrashesOfWrite) continue;
      this.#writes.delete(id);
      write.reject(error);
    }
    this.#restarts += 1;
    if (this.#restarts > maxRestarts) this.#giveUp(reason);
    else {
      this.#onRestart(reason);
      this.#restarting = this.#startHost().catch((cause: Error) => this.#giveUp(cause.message));
    }
  }

  #giveUp(reason: string): void {
    this.#failure = new StoreError(
      "STORE_UNAVAILABLE",
      `The store host cannot be kept running: ${reason} Restart the server.`,
    );
    for (const write of this.#writes.values()) write.reject(this.#failure);
    this.#writes.clear();
    this.#failReads(this.#failure);
  }

  #failReads(error: StoreError): void {
    for (const { chunks } of this.#reads.values()) chunks.fail(error);
    this.#reads.clear();
  }

  #assertOpen(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#closing !== undefined) {
      throw new StoreError("STORE_UNAVAILABLE", "The server is stopping.");
    }
  }
}

/**
 * The engine notes a token before it keeps the rows. A crash in between leaves the token alone, and what is sent
 * again under it would be taken for a duplicate and thrown away. Rows that are stored twice replace each other.
 */
function underNewToken(request: Write, crashes: number): Write {
  if (request.kind !== "insert" || crashes === 0) return request;
  return { ...request, token: `${request.token}/${crashes}` };
}

function stoppedWaiting(deadline: AbortSignal, timeoutMs: number): StoreError {
  return deadline.aborted
    ? new StoreError("QUERY_TIMEOUT", `The query took longer than ${timeoutMs} ms.`)
    : new StoreError("QUERY_CANCELLED", "The query was cancelled.");
}
