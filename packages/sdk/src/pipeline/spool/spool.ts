import { Ledger, type DropReason } from "../ledger.js";
import { readPartialSuccess } from "../partial-success.js";
import type { Delivery } from "../retry.js";
import type { SpooledFile } from "./spool-directory.js";
import {
  describeFile,
  orderOf,
  type SpoolEntry,
  type SpoolOptions,
  type SpoolSnapshot,
} from "./spool-entry.js";
import { decodeSpoolFile, encodeSpoolFile, type SpooledRequest } from "./spool-file.js";
import { bytesOf } from "../request-body.js";
import { splitRequest } from "./split-request.js";

const tickMs = 15_000;

/**
 * Keeps requests on disk from before they are sent until they are acknowledged, and sends what earlier processes left.
 * Delivery is at least once: whoever receives a span twice knows it by its id.
 */
export class Spool {
  private readonly options: SpoolOptions;
  private readonly entries = new Map<string, SpoolEntry>();
  private readonly replayed = { span: new Ledger(), update: new Ledger() };
  private heldBytes = 0;
  private inFlight = 0;
  private isClosed = false;
  private readonly tick: NodeJS.Timeout;
  private pause: NodeJS.Timeout | undefined;
  /** Resolves when what earlier processes left has been taken over. */
  readonly opened: Promise<void>;

  constructor(options: SpoolOptions) {
    this.options = options;
    this.tick = setInterval(() => void this.adopt(), tickMs);
    this.tick.unref();
    this.opened = options.runUntraced(() => this.adopt());
  }

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  /** Writes a request and sends it from there. @returns false when there is no room, or no writing */
  async store(request: SpooledRequest): Promise<boolean> {
    const entry = this.add(request, this.options.ledgers[request.kind]);
    if (entry === undefined || !(await entry.written)) return false;
    entry.state = "ready";
    this.sendReady();
    return true;
  }

  /** Writes a request that is sent from memory, in case that the process ends. @returns its name, for `settle` or `retain` */
  hold(request: SpooledRequest, key: string): string | undefined {
    return this.add(request, this.options.ledgers[request.kind], key)?.name;
  }

  /** Forgets a held request: what became of it is known. */
  settle(name: string): void {
    const entry = this.entries.get(name);
    if (entry !== undefined) this.remove(entry);
  }

  /** Takes over a held request that memory gives up. @returns false when it is not on disk */
  retain(name: string): boolean {
    const entry = this.entries.get(name);
    if (entry === undefined) return false;
    entry.state = "ready";
    this.sendReady();
    return true;
  }

  /** Writes before it returns, for a process that ends now. @returns false when there is no room, or no writing */
  storeAtOnce(request: SpooledRequest): boolean {
    const bytes = encodeSpoolFile(request);
    if (this.heldBytes + bytes.byteLength > this.options.limits.maxBytes) return false;
    const name = this.options.directory.newName(request);
    if (!this.writeAtOnce(name, bytes)) return false;
    this.enter(describeFile(name, bytes, request), {
      ledger: this.options.ledgers[request.kind],
      state: "ready",
    });
    return true;
  }

  /** Finishes what is being written. */
  finishWriting(): void {
    for (const [name, entry] of this.entries) {
      if (entry.bytes === undefined) continue;
      if (this.writeAtOnce(name, entry.bytes)) entry.bytes = undefined;
      else this.forget(entry);
    }
  }

  /** How much of what the ledgers of this process have pending is safe on disk. */
  countOwn(): number {
    let count = 0;
    for (const entry of this.entries.values()) {
      const isOwn = entry.ledger === this.options.ledgers[entry.kind];
      if (isOwn && entry.bytes === undefined) count += entry.count;
    }
    return count;
  }

  /** Tries now what was given up for a while. */
  drain(): void {
    for (const entry of this.entries.values()) entry.notBeforeMs = 0;
    this.sendReady();
  }

  snapshot(): SpoolSnapshot {
    const counts = { span: 0, update: 0 };
    for (const { kind, count, bytes } of this.entries.values()) {
      if (bytes === undefined) counts[kind] += count;
    }
    return {
      directory: this.options.directory.path,
      spans: counts.span,
      requests: counts.update,
      sizeBytes: this.heldBytes,
      replayed: {
        spans: this.replayed.span.snapshot(),
        requests: this.replayed.update.snapshot(),
      },
    };
  }

  /** Leaves what is left to the next one. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.tick);
    clearTimeout(this.pause);
    this.finishWriting();
    this.options.directory.release();
  }

  private add(request: SpooledRequest, ledger: Ledger, key?: string): SpoolEntry | undefined {
    const { directory, limits, logger } = this.options;
    const bytes = encodeSpoolFile(request);
    if (this.isClosed) return undefined;
    if (this.heldBytes + bytes.byteLength > limits.maxBytes) {
      logger.warnOnce(
        "spool-full",
        `The spool holds ${this.heldBytes} bytes of at most ${limits.maxBytes}: what comes now waits in memory alone. ` +
          "Check that the server is reachable, or raise `spoolMaxBytes`.",
      );
      return undefined;
    }
    const order = key === undefined ? undefined : orderOf(key);
    const name = directory.newName({ ...request, order });
    const entry = this.enter(
      { ...describeFile(name, bytes, request), order },
      { ledger, state: "held" },
    );
    entry.bytes = bytes;
    entry.written = this.options.runUntraced(() => this.write(entry, bytes));
    return entry;
  }

  private async write(entry: SpoolEntry, bytes: Buffer): Promise<boolean> {
    try {
      await this.options.directory.write(entry.name, bytes);
      entry.bytes = undefined;
      return true;
    } catch (error) {
      // The folder of a closed spool has another name: what was in work has been written by `close`.
      if (this.isClosed) return entry.bytes === undefined;
      this.sayUnwritable(error);
      this.forget(entry);
      return false;
    }
  }

  private writeAtOnce(name: string, bytes: Buffer): boolean {
    try {
      this.options.directory.writeSync(name, bytes);
      return true;
    } catch (error) {
      this.sayUnwritable(error);
      return false;
    }
  }

  private sayUnwritable(error: unknown): void {
    this.options.logger.warnOnce(
      "spool-unwritable",
      `Expected to write to the spool ${this.options.directory.path}, got ${String(error)}. ` +
        "What is sent waits in memory alone.",
    );
  }

  private enter(
    file: SpooledFile,
    { ledger, state }: Pick<SpoolEntry, "ledger" | "state">,
  ): SpoolEntry {
    const entry: SpoolEntry = {
      ...file,
      ledger,
      state,
      notBeforeMs: 0,
      bytes: undefined,
      written: Promise.resolve(true),
    };
    this.entries.set(file.name, entry);
    this.heldBytes += file.sizeBytes;
    return entry;
  }

  private forget(entry: SpoolEntry): void {
    if (this.entries.delete(entry.name)) this.heldBytes -= entry.sizeBytes;
  }

  private remove(entry: SpoolEntry): void {
    this.forget(entry);
    const { directory, runUntraced } = this.options;
    // A file that cannot be removed is sent again one day, which does no harm.
    const remove = (): Promise<void> => directory.remove(entry.name).catch(() => undefined);
    runUntraced(() => void entry.written.then(remove));
  }

  private async adopt(): Promise<void> {
    const { directory } = this.options;
    await directory.touch();
    for (const file of await directory.adopt()) {
      const ledger = this.replayed[file.kind];
      ledger.accept(file.count);
      const entry = this.enter(file, { ledger, state: "ready" });
      if (this.heldBytes > this.options.limits.maxBytes) {
        this.drop(entry, "spool-full", `${this.heldBytes} bytes are waiting in ${directory.path}`);
      }
    }
    this.sendReady();
  }

  private sendReady(): void {
    const nowMs = Date.now();
    const busy = new Set<string>();
    for (const entry of this.entries.values()) {
      if (this.isClosed || this.inFlight >= this.options.limits.maxInFlight) return;
      const { order } = entry;
      const isBehind = order !== undefined && busy.has(order);
      if (order !== undefined) busy.add(order);
      if (isBehind || entry.state !== "ready") continue;
      if (entry.notBeforeMs <= nowMs) this.options.runUntraced(() => void this.send(entry));
      else this.wakeLater();
    }
  }

  private wakeLater(): void {
    this.pause ??= setTimeout(() => {
      this.pause = undefined;
      this.sendReady();
    }, this.options.limits.pauseMs);
    this.pause.unref();
  }

  private async send(entry: SpoolEntry): Promise<void> {
    entry.state = "sending";
    this.inFlight++;
    try {
      await this.sendEntry(entry);
    } finally {
      this.inFlight--;
      this.sendReady();
      this.options.onProgress();
    }
  }

  private async sendEntry(entry: SpoolEntry): Promise<void> {
    const { directory, limits, deliver } = this.options;
    const ageMs = Date.now() - entry.writtenAtMs;
    if (ageMs > limits.maxAgeMs) {
      this.drop(entry, "spool-expired", `waited for ${Math.round(ageMs / 1000)} s`);
      return;
    }
    const file = await directory.read(entry.name).catch(() => undefined);
    const request = file === undefined ? undefined : decodeSpoolFile(file);
    if (request === undefined) {
      if (this.isClosed) return;
      this.drop(entry, "spool-unreadable", `${entry.name} is damaged or gone`);
      return;
    }
    const { method, path, contentType, body } = request;
    const { timeoutMs } = limits;
    this.conclude(entry, request, await deliver({ method, path, contentType, body, timeoutMs }));
  }

  private conclude(entry: SpoolEntry, request: SpooledRequest, delivery: Delivery): void {
    switch (delivery.result) {
      case "delivered":
        this.settleDelivered(entry, delivery.response.body);
        return;
      case "rejected":
        if (delivery.status === 413 && this.split(entry, request)) return;
        this.drop(entry, delivery.status === 413 ? "too-large" : "rejected", delivery.message);
        return;
      case "gave-up":
        entry.state = "ready";
        entry.notBeforeMs = Date.now() + this.options.limits.pauseMs;
        return;
      default:
        delivery satisfies never;
    }
  }

  private settleDelivered(entry: SpoolEntry, answer: Buffer): void {
    const { rejectedSpans: rejected, message } =
      entry.kind === "span"
        ? readPartialSuccess(answer, entry.count)
        : { rejectedSpans: 0, message: "" };
    entry.ledger.deliver(entry.count - rejected);
    if (rejected > 0) this.countDrop(entry, "rejected", rejected, message);
    this.remove(entry);
  }

  /** Two files in the place of one that the server finds too large. */
  private split(entry: SpoolEntry, request: SpooledRequest): boolean {
    const halves = entry.kind === "span" ? splitRequest(bytesOf(request.body)) : undefined;
    if (halves === undefined) return false;
    this.forget(entry);
    for (const half of halves) {
      const part = this.add({ ...request, ...half }, entry.ledger);
      if (part === undefined)
        this.countDrop(entry, "spool-full", half.count, "no room to split it");
      else {
        void part.written.then((isWritten) => {
          part.state = "ready";
          if (!isWritten)
            this.countDrop(part, "spool-unreadable", part.count, "could not be split");
          this.sendReady();
        });
      }
    }
    this.remove(entry);
    return true;
  }

  private drop(entry: SpoolEntry, reason: DropReason, message: string): void {
    this.remove(entry);
    this.countDrop(entry, reason, entry.count, message);
  }

  private countDrop(entry: SpoolEntry, reason: DropReason, count: number, message: string): void {
    entry.ledger.drop(reason, count);
    this.options.onDropped(entry.kind, reason, count, message);
  }
}
