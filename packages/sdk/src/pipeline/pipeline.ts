import { RequestEncoder } from "../encode/encode-request.js";
import type { FinishedSpan } from "../encode/span-data.js";
import type { Logger } from "../lib/logger.js";
import { maxTimerMs } from "../lib/max-timer.js";
import { Closing } from "./closing.js";
import { Cohorts, pendingIn } from "./cohorts.js";
import { Ledger, type DropReason, type LedgerSnapshot, type Loss } from "./ledger.js";
import type { TextRoute } from "./request-batch.js";
import { RequestQueue, type Settler, type TextRequest } from "./request-queue.js";
import {
  realTime,
  sendWithRetry,
  type Delivery,
  type RetryContext,
  type RetryPolicy,
} from "./retry.js";
import { loneRequestWeight, Room, type Waiting } from "./room.js";
import { sendRemaining } from "./send-remaining.js";
import { SpanExporter, type SpanLimits } from "./span-exporter.js";
import { openSpool, type SpoolSettings } from "./spool/open-spool.js";
import type { SpoolSnapshot } from "./spool/spool-entry.js";
import type { Spool } from "./spool/spool.js";
import { Troubles } from "./troubles.js";
import type { Destination, Transport, TransportRequest, TransportResponse } from "./transport.js";

export interface PipelineOptions {
  readonly destination: Destination;
  readonly transport: Transport;
  readonly logger: Logger;
  readonly limits: SpanLimits;
  readonly retry: RetryPolicy;
  /** Runs the pipeline's own timers and requests outside the scope of whoever gave it something. */
  readonly runUntraced: <Result>(fn: () => Result) => Result;
  /** What the first batch waits for, while there is something to wait for. */
  readonly readiness?: () => Promise<unknown> | undefined;
  /** False sends each start and each update of a session by itself, whatever the server takes. Default true. */
  readonly mayBatchSessions?: boolean | undefined;
  /** Where what is not acknowledged waits on disk. */
  readonly spool?: SpoolSettings | undefined;
}

export interface PipelineSnapshot {
  readonly spans: LedgerSnapshot;
  /** Session starts and updates. */
  readonly requests: LedgerSnapshot;
  /** The latest reason for a retry or a loss. */
  readonly lastError: string | undefined;
  /** Spans whose longest values were cut because they exceeded `maxSpanBytes`. */
  readonly shrunkSpans: number;
  /** What waits on disk, where a spool is in use. */
  readonly spool: SpoolSnapshot | undefined;
}

/**
 * What `flush()` came to. `pending`: of what was given before the call. `isComplete`: nothing of that is pending, and
 * nothing was lost since the pipeline began.
 */
export interface FlushResult {
  readonly exported: number;
  readonly dropped: number;
  readonly pending: number;
  readonly isComplete: boolean;
}

const maxRequestsQueued = 100_000;
const maxRequestsInFlight = 32;
/** For which a keeper has been shown what is dropped. */
const keptReasons: ReadonlySet<DropReason> = new Set(["retries-exhausted", "shut-down"]);

/** Everything between an ended span and one destination, shared by all tracers of that destination. */
export class Pipeline {
  readonly destination: Destination;
  private readonly options: PipelineOptions;
  private readonly spanLedger = new Ledger();
  private readonly requestLedger = new Ledger();
  private readonly cohorts = new Cohorts();
  readonly exporter: SpanExporter;
  private readonly requests: RequestQueue;
  private readonly spool: Spool | undefined;
  private readonly room: Room;
  private readonly closing = new Closing();
  private readonly retry: RetryContext;
  private isWaking = false;
  /** Whether the latest flush had to end before its time. */
  private wasCutOff = false;
  private readonly flushWaiters = new Set<() => void>();
  private readonly troubles: Troubles;
  /** Work that will give this pipeline something to send. */
  private readonly preparing = new Set<PromiseLike<unknown>>();

  constructor(options: PipelineOptions) {
    this.options = options;
    this.destination = options.destination;
    this.troubles = new Troubles({
      serverUrl: options.destination.serverUrl,
      logger: options.logger,
      maxSpanBytes: options.limits.maxSpanBytes,
    });
    this.retry = {
      ...realTime,
      policy: options.retry,
      signal: this.closing,
      onRetry: (reason) => this.reportRetry(reason),
    };
    const deliver = (request: TransportRequest): Promise<Delivery> => this.deliver(request);
    const spool = this.openSpool(deliver);
    this.spool = spool;
    this.exporter = new SpanExporter({
      encoder: new RequestEncoder({
        maxSpanBytes: options.limits.maxSpanBytes,
        onShrunk: (sizeBytes) => this.troubles.reportShrunk(sizeBytes),
      }),
      ledger: this.spanLedger,
      cohorts: this.cohorts,
      deliver: (request) => {
        // Sessions go before their spans: the server need not make them of spans first.
        this.requests.drain();
        return deliver(request);
      },
      store: spool && ((request, count) => spool.store({ ...request, kind: "span", count })),
      onDropped: (reason, count, message) => this.reportDrop("span", reason, count, message),
      limits: options.limits,
      readiness: options.readiness ?? (() => undefined),
      runUntraced: options.runUntraced,
    });
    this.requests = new RequestQueue({
      ledger: this.requestLedger,
      cohorts: this.cohorts,
      deliver,
      keeper: spool && {
        hold: (key, request) => spool.hold({ ...request, kind: "update", count: 1 }, key),
        settle: (name) => spool.settle(name),
        retain: (name) => spool.retain(name),
      },
      onDropped: (reason, count, message) => this.reportDrop("update", reason, count, message),
      maxQueueBytes: options.limits.maxQueueBytes,
      maxQueueCount: maxRequestsQueued,
      maxInFlight: maxRequestsInFlight,
      timeoutMs: options.limits.timeoutMs,
      mayBatch: options.mayBatchSessions ?? true,
      runUntraced: options.runUntraced,
    });
    this.room = new Room(() => this.measureWaiting());
  }

  /**
   * For programs that can wait before they give more: undefined while little waits here, else resolves when that is so
   * again, when waiting is of no use, or when `signal` aborts.
   */
  waitForRoom(signal?: AbortSignal): Promise<void> | undefined {
    return this.room.wait(signal);
  }

  /** Queues an ended span. Never throws. */
  exportSpan(span: FinishedSpan): void {
    if (this.closing.aborted) {
      this.spanLedger.accept();
      this.spanLedger.drop("shut-down");
      this.reportDrop("span", "shut-down", 1, "the tracer was shut down");
      return;
    }
    this.exporter.enqueue(span);
  }

  /** Queues a JSON request; those with the same key keep their order. Resolves when settled, never rejects. */
  request(key: string, route: TextRoute, body: unknown): Promise<Delivery> {
    const json = JSON.stringify(body);
    return new Promise((resolve) => this.sendText({ key, route, json }, { settled: resolve }));
  }

  /** The same for a body that is JSON already, without a promise for it. */
  sendText(request: TextRequest, settler: Settler): void {
    this.requests.enqueue(request, settler);
  }

  /** `sendText` for what is kept where spans are, until it has arrived. */
  sendKeptText(request: TextRequest, settler: Settler): void {
    this.sendText(request, this.exporter.keepText(request.json, settler));
  }

  /** Whether the server takes requests of many sessions as one. */
  get takesBatches(): boolean {
    return this.requests.takesBatches;
  }

  /** What the server has said elsewhere that it can. */
  heed(capabilities: string): void {
    this.requests.heed(capabilities);
  }

  /** Calls `observer` for each loss until the result is called. */
  observeLosses(observer: (loss: Loss) => void): () => void {
    return this.troubles.observeLosses(observer);
  }

  /** Resolves at the next failed attempt to send anything. */
  nextTrouble(): Promise<undefined> {
    return this.troubles.next();
  }

  /** Makes `flush` wait for work that will give it something to send. */
  expect(work: PromiseLike<unknown>): void {
    const finish = (): void => {
      this.preparing.delete(work);
      setImmediate(() => this.wakeFlushes());
    };
    this.preparing.add(work);
    work.then(finish, finish);
  }

  snapshot(): PipelineSnapshot {
    return {
      spans: this.spanLedger.snapshot(),
      requests: this.requestLedger.snapshot(),
      lastError: this.troubles.lastError,
      shrunkSpans: this.troubles.shrunkSpans,
      spool: this.spool?.snapshot(),
    };
  }

  /**
   * Sends what waits and resolves when all that was given before the call is settled, or the time is over. What comes
   * later is the affair of a later flush; with a spool, all of the spool is waited for. Never rejects.
   */
  async flush(timeoutMs: number): Promise<FlushResult> {
    const deadline = performance.now() + timeoutMs;
    this.drain();
    this.spool?.drain();
    const preparing = [...this.preparing];
    // Streams that were just left end within this turn of the event loop.
    if (!this.isIdle) await new Promise((resolve) => setImmediate(resolve));
    await this.waitUntil(() => preparing.every((work) => !this.preparing.has(work)), deadline);
    // What has been prepared by now is waited for as well.
    this.drain();
    const mine = this.cohorts.close();
    const isSettled = (): boolean => pendingIn(mine) === 0 && (this.spool?.isEmpty ?? true);
    await this.waitUntil(isSettled, deadline);
    this.wasCutOff = !isSettled();
    const { spans, requests } = this.snapshot();
    const dropped = spans.dropped + requests.dropped;
    const pending = this.spool === undefined ? pendingIn(mine) : spans.pending + requests.pending;
    return {
      exported: spans.delivered,
      dropped,
      pending,
      isComplete: pending === 0 && dropped === 0,
    };
  }

  /** Drops what is still queued, or leaves it in the spool, and closes the connections. Flush first. */
  close(): void {
    if (this.closing.aborted) return;
    this.saveRemaining();
    this.closing.abort();
    this.room.isInTrouble = true;
    this.room.wake();
    this.exporter.close();
    this.requests.close();
    this.spool?.close();
    this.options.transport.close();
  }

  /** Writes what waits into the spool, if there is one, before it returns. */
  saveRemaining(): void {
    const { spool } = this;
    if (spool === undefined) return;
    for (const { request, count } of this.exporter.takeRemaining()) {
      if (spool.storeAtOnce({ ...request, kind: "span", count })) continue;
      this.spanLedger.drop("spool-full", count);
      this.reportDrop("span", "spool-full", count, "there was no room for it at the end");
    }
    spool.finishWriting();
  }

  /**
   * Sends what waits before it returns, for a process that ends now. Not what is safe in a spool, and not to a server
   * that does not answer: the end is held up for at most two seconds, once.
   */
  sendRemaining(timeoutMs: number): void {
    const isSafe = this.spool !== undefined || (this.exporter.isEmpty && this.requests.isEmpty);
    if (isSafe || this.room.isInTrouble || this.wasCutOff) return;
    const remaining = [...this.requests.takeRemaining(), ...this.exporter.takeUnanswered()];
    sendRemaining(remaining, this.options.transport, timeoutMs, (message) => {
      this.troubles.lastError = message;
    });
  }

  /** Says what is lost when the program ends now. */
  reportLossAtExit(): void {
    const { spans, requests } = this.snapshot();
    const pending = spans.pending + requests.pending - (this.spool?.countOwn() ?? 0);
    this.troubles.reportLossAtExit(pending);
  }

  private drain(): void {
    this.requests.drain();
    this.exporter.drain();
  }

  private measureWaiting(): Waiting {
    const [spans, requests] = [this.exporter.held, this.requests.held];
    const weight = this.requests.takesBatches ? 1 : loneRequestWeight;
    return { count: spans.count + requests.count * weight, bytes: spans.bytes + requests.bytes };
  }

  private get isIdle(): boolean {
    return this.preparing.size === 0 && this.exporter.isEmpty && this.requests.isEmpty;
  }

  private openSpool(deliver: (request: TransportRequest) => Promise<Delivery>): Spool | undefined {
    const { spool: settings, destination, logger, limits, retry, runUntraced } = this.options;
    if (settings === undefined) return undefined;
    const spool = openSpool(settings, destination, {
      logger,
      deliver,
      runUntraced,
      ledgers: { span: this.spanLedger, update: this.requestLedger },
      onDropped: (what, reason, count, message) => this.reportDrop(what, reason, count, message),
      onProgress: () => this.wakeFlushes(),
      maxInFlight: limits.maxInFlight,
      timeoutMs: limits.timeoutMs,
      pauseMs: retry.maxDelayMs,
    });
    if (spool !== undefined) this.expect(spool.opened);
    return spool;
  }

  private async deliver(request: TransportRequest): Promise<Delivery> {
    const delivery = await sendWithRetry(() => this.send(request), this.retry);
    this.room.isInTrouble = delivery.result === "gave-up";
    this.wakeSoon();
    return delivery;
  }

  /** Once for all that settles in a turn: the queues update their own state in the microtasks that follow. */
  private wakeSoon(): void {
    if (this.isWaking) return;
    this.isWaking = true;
    setImmediate(() => {
      this.isWaking = false;
      this.room.wake();
      this.wakeFlushes();
    });
  }

  /** Whoever asked for it: a flush runs where the program called it. */
  private send(request: TransportRequest): Promise<TransportResponse> {
    return this.options.runUntraced(() => this.options.transport.send(request));
  }

  /** Looked at again whenever something settles. */
  private async waitUntil(isDone: () => boolean, deadline: number): Promise<void> {
    if (isDone()) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.flushWaiters.delete(look);
        resolve();
      };
      const look = (): void => {
        if (isDone()) finish();
      };
      const timeoutMs = Math.max(0, deadline - performance.now());
      // Referenced on purpose: a process that awaits a flush must not exit before it.
      const timer = setTimeout(finish, Math.min(timeoutMs, maxTimerMs));
      this.flushWaiters.add(look);
    });
  }

  private wakeFlushes(): void {
    for (const look of this.flushWaiters) look();
  }

  private reportRetry(reason: string): void {
    this.room.isInTrouble = true;
    this.room.wake();
    this.troubles.reportRetry(reason);
  }

  private reportDrop(what: Loss["what"], reason: DropReason, count: number, message: string): void {
    const isKept = keptReasons.has(reason) && this.exporter.isKept;
    this.troubles.reportDrop({ what, reason, count, message }, isKept);
  }
}
