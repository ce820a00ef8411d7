import { setImmediate as nextTurn } from "node:timers/promises";

import type { Engine, EngineHealth, InsertOptions, QueryOptions, QueryParams } from "../engine.js";
import { toPieces, type Lines } from "../lines.js";
import { StoreError } from "../store-error.js";
import { renderTemplate, singleNode } from "../topology.js";
import { ChunkQueue } from "./chunk-queue.js";
import type { HostProcess } from "./host-process.js";
import type { HostOptions, HostReply, HostRequest } from "./protocol.js";
import { ReadWindow } from "./read-window.js";
import { startWhenFree } from "./start-when-free.js";

export interface ChdbEngineOptions {
  readonly dataDir: string;
  readonly memoryBytes?: number;
  readonly readers?: number;
  /** The process of the engine ended, and is started again. */
  readonly onRestart?: (reason: string) => void;
  /** The engine's process of a server that was killed still holds the data directory, and is waited for. */
  readonly onWait?: () => void;
}

type Read = Extract<HostRequest, { kind: "query" }>;
type Write = Extract<HostRequest, { kind: "insert" | "command" }>;

interface PendingRead {
  readonly request: Read;
  readonly chunks: ChunkQueue;
}

interface PendingWrite {
  /** Lines of an insert that are sent before it. */
  readonly pieces: readonly Uint8Array[];
  readonly request: Write;
  readonly settled: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  /** Crashes that it was under way in. */
  crashes: number;
}

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
  readonly #onRestart: (reason: string) => void;
  readonly #onWait: () => void;
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
    const hostOptions = { memoryBytes: 1_500_000_000, readers: 4, ...host };
    const engine = new ChdbEngine(hostOptions, { onRestart, onWait });
    await engine.#startHost();
    return engine;
  }

  private constructor(
    options: HostOptions,
    { onRestart, onWait }: Required<Pick<ChdbEngineOptions, "onRestart" | "onWait">>,
  ) {
    this.#options = options;
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

  insert(table: string, lines: Lines, { token, columns }: InsertOptions): Promise<void> {
    const pieces = toPieces(lines);
    const last = pieces.at(-1) ?? Buffer.alloc(0);
    const id = this.#nextId++;
    return this.#write(
      { kind: "insert", id, table, lines: last, token, columns },
      pieces.slice(0, -1),
    );
  }

  command(sql: string, params: QueryParams = {}): Promise<void> {
    return this.#write({ kind: "command", id: this.#nextId++, sql, params });
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
  }

  async #write(request: Write, pieces: readonly Uint8Array[] = []): Promise<void> {
    this.#assertOpen();
    let resolve = (): void => {};
    let reject = (_: Error): void => {};
    const settled = new Promise<void>((onDone, onError) => {
      resolve = onDone;
      reject = onError;
    });
    const write = { request, pieces, settled, resolve, reject, crashes: 0 };
    this.#writes.set(request.id, write);
    // Without a host it is sent when there is one again.
    if (this.#host !== undefined) void this.#send(write, this.#host);
    return settled;
  }

  /** A piece in each turn of the event loop. */
  async #send(write: PendingWrite, host: HostProcess): Promise<void> {
    for (const lines of write.pieces) {
      host.send({ kind: "lines", id: write.request.id, lines });
      await nextTurn();
      // The next host is sent everything again.
      if (this.#host !== host) return;
    }
    host.send(underNewToken(write));
  }

  async #startHost(): Promise<void> {
    const listener = {
      onReply: (reply: HostReply) => this.#onReply(reply),
      onCrash: (reason: string) => this.#onCrash(reason),
    };
    const host = await startWhenFree(this.#options, listener, this.#onWait);
    this.#host = host;
    for (const write of this.#writes.values()) void this.#send(write, host);
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
function underNewToken({ request, crashes }: PendingWrite): Write {
  if (request.kind !== "insert" || crashes === 0) return request;
  return { ...request, token: `${request.token}/${crashes}` };
}

function stoppedWaiting(deadline: AbortSignal, timeoutMs: number): StoreError {
  return deadline.aborted
    ? new StoreError("QUERY_TIMEOUT", `The query took longer than ${timeoutMs} ms.`)
    : new StoreError("QUERY_CANCELLED", "The query was cancelled.");
}
