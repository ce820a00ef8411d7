import type { OnlineProgress, ProgressLog } from "./progress-log.js";

/** How servers that share a store agree on who runs a metric. */
export interface Lease {
  /** How often whoever runs it says so. */
  readonly renewedEveryMs: number;
  /** A server that has not been heard of for so long runs it no more. */
  readonly heldForMs: number;
  /** So long after it said that it will, a server begins, unless another one said so later. */
  readonly confirmedAfterMs: number;
}

export interface KeptProgressOptions {
  readonly projectId: string;
  readonly metricId: string;
  /** This server, among those that share a store. */
  readonly server: string;
  readonly isShared: boolean;
  readonly lease: Lease;
  readonly known: OnlineProgress | undefined;
  /** Of a metric that was not run before. */
  readonly sinceMs: number;
}

/** The progress of one metric as this server knows it, and what the store is told of it. */
export class KeptProgress {
  /** Whether this server runs the metric. */
  isMine: boolean;
  readonly #log: ProgressLog;
  readonly #options: KeptProgressOptions;
  #value: OnlineProgress;
  #isStored: boolean;
  /** The metric, or its project, was deleted. */
  #isGone = false;
  /** Whether something has changed that a server which starts anew would not find out. */
  #isWorthKeeping = false;
  #keptAtMs = Number.NEGATIVE_INFINITY;

  constructor(log: ProgressLog, options: KeptProgressOptions) {
    this.#log = log;
    this.#options = options;
    this.isMine = !options.isShared;
    this.#isStored = options.known !== undefined;
    this.#value = options.known ?? newProgress(options.sinceMs);
  }

  get value(): OnlineProgress {
    return this.#value;
  }

  change(change: Partial<OnlineProgress>, { isWorthKeeping = true } = {}): void {
    this.#value = { ...this.#value, ...change };
    this.#isWorthKeeping ||= isWorthKeeping;
  }

  /**
   * Whether this server is to run the metric. Of those that share a store one does: it says that it will, and begins
   * when it reads that again some time later. Of several that say so at once the last one is believed by all. A server
   * that takes longer to say so than that makes two of them, for a moment: some events are judged twice then, and have
   * the later value.
   */
  async claim(): Promise<boolean> {
    const { projectId, metricId, server, isShared, lease } = this.#options;
    if (this.#isGone) return false;
    const sinceKeptMs = performance.now() - this.#keptAtMs;
    if (!isShared || (this.isMine && sinceKeptMs < lease.renewedEveryMs)) return true;
    if (sinceKeptMs < lease.confirmedAfterMs) return false;
    const stored = await this.#log.read(projectId, metricId);
    this.isMine = stored?.server === server;
    const isHeld = stored !== undefined && Date.now() - stored.seen_ms < lease.heldForMs;
    if (this.isMine || isHeld) return this.isMine;
    this.#value = stored ?? this.#value;
    this.#isStored = stored !== undefined;
    await this.#write(server);
    return false;
  }

  /** Tells the store, where it is time to: other servers have to hear of this one, alone it keeps what it counted. */
  async keep(): Promise<void> {
    const { server, isShared, lease } = this.#options;
    const sinceKeptMs = performance.now() - this.#keptAtMs;
    const isDue = sinceKeptMs >= lease.renewedEveryMs;
    // Another one may have gone on meanwhile: `claim` looks.
    if (isShared && sinceKeptMs >= lease.heldForMs) this.isMine = false;
    if (this.isMine && isDue && (isShared || this.#isWorthKeeping)) await this.#write(server);
  }

  /** Another server need not wait before it goes on. */
  async release(): Promise<void> {
    const wasMine = this.isMine;
    this.isMine = false;
    if (wasMine) await this.#write("");
  }

  /** The metric is deleted: nothing is written of it any more. */
  abandon(): void {
    this.#isGone = true;
  }

  async #write(server: string): Promise<void> {
    if (this.#isGone) return;
    const { projectId, metricId } = this.#options;
    this.#keptAtMs = performance.now();
    this.#isWorthKeeping = false;
    this.#value = { ...this.#value, server, seen_ms: server === "" ? 0 : Date.now() };
    const key = { projectId, metricId, isAfter: this.#isStored };
    this.#isStored = await this.#log.write(key, this.#value);
    this.#isGone ||= !this.#isStored;
  }
}

function newProgress(sinceMs: number): OnlineProgress {
  return {
    since_ms: sinceMs,
    done_ms: sinceMs,
    scored: 0,
    failed: 0,
    waiting: 0,
    held_up: null,
    last_error: null,
    server: "",
    seen_ms: 0,
  };
}
