import { otlpTracesPath } from "@honeyhive/contract";

import type { EncodedRequest, RequestEncoder } from "../encode/encode-request.js";
import { estimateSize } from "../encode/estimate-size.js";
import type { FinishedSpan } from "../encode/span-data.js";
import type { Cohort, Cohorts } from "./cohorts.js";
import type { DropReason, Ledger } from "./ledger.js";
import { splitRequest } from "./spool/split-request.js";
import { readPartialSuccess } from "./partial-success.js";
import type { Settler } from "./request-queue.js";
import type { Delivery } from "./retry.js";
import type { Waiting } from "./room.js";
import type { Remaining } from "./send-remaining.js";
import type { SpanKeeper } from "./span-keeper.js";
import type { TransportRequest } from "./transport.js";

export interface SpanExporterOptions {
  readonly encoder: RequestEncoder;
  readonly ledger: Ledger;
  readonly cohorts: Cohorts;
  readonly deliver: (request: TransportRequest) => Promise<Delivery>;
  /** Keeps a batch on disk and sees to its delivery; false leaves both to the exporter. */
  readonly store?: ((request: TransportRequest, count: number) => Promise<boolean>) | undefined;
  readonly onDropped: (reason: DropReason, count: number, message: string) => void;
  readonly limits: SpanLimits;
  /** Runs timers and requests outside the scope of whoever gave the span. */
  readonly runUntraced: (fn: () => void) => void;
  /** What a batch waits for, while there is something to wait for. */
  readonly readiness: () => Promise<unknown> | undefined;
}

/** Bounds of what may wait and of what travels in one request. */
export interface SpanLimits {
  readonly maxQueueBytes: number;
  readonly maxQueueCount: number;
  readonly maxBatchBytes: number;
  readonly maxBatchCount: number;
  /** Times `maxBatchCount`, while requests have no answer: a slow server gets larger batches, not more of them. */
  readonly batchGrowth: number;
  /** How long a span may wait for company. */
  readonly delayMs: number;
  readonly maxInFlight: number;
  readonly timeoutMs: number;
  /** Larger encoded spans are shrunk before they are queued. */
  readonly maxSpanBytes: number;
}

interface QueuedSpan {
  /** Let go of once it is encoded: what has waited for long would hold on to it until all memory is looked through. */
  span: FinishedSpan | undefined;
  readonly sizeBytes: number;
  readonly cohort: Cohort;
}

/** What the bounds and the flushes count of a batch until it is settled: its spans may be long gone. */
interface Share {
  readonly count: number;
  readonly sizeBytes: number;
  readonly cohorts: ReadonlyMap<Cohort, number>;
}

/** A batch as it travels. */
interface PackedBatch {
  readonly request: EncodedRequest;
  /** Without those that could not be encoded. */
  readonly count: number;
  readonly share: Share;
  /** Of those who keep it until it has arrived. */
  readonly settled: readonly (() => void)[];
}

/** A bounded queue of finished spans, encoded and sent in batches bounded by bytes and count. */
export class SpanExporter {
  private queue: QueuedSpan[] = [];
  /** Waiting and in flight: what the bounds apply to. */
  private heldBytes = 0;
  private heldCount = 0;
  private queuedBytes = 0;
  private inFlight = 0;
  /** So many of the oldest in the queue leave as soon as there is a turn, whatever their company. */
  private dueCount = 0;
  private timer: NodeJS.Timeout | undefined;
  /** Encoded before there was a turn to send them. */
  private packed: PackedBatch[] = [];
  private readonly keepers = new Set<SpanKeeper>();
  private wasKept = false;
  /** Batches that have left and have no answer yet. */
  private readonly unanswered = new Set<Remaining>();
  /** Batches that wait for `readiness`. */
  private readonly unready = new Set<readonly QueuedSpan[]>();
  private readonly options: SpanExporterOptions;

  constructor(options: SpanExporterOptions) {
    this.options = options;
  }

  /** Takes the span, or counts it as dropped when the bounds are reached. */
  enqueue(span: FinishedSpan): void {
    const { limits, ledger } = this.options;
    const sizeBytes = Math.min(estimateSize(span.data), limits.maxSpanBytes);
    ledger.accept();
    const isFull =
      this.heldCount >= limits.maxQueueCount || this.heldBytes + sizeBytes > limits.maxQueueBytes;
    if (isFull) {
      this.drop("queue-full", 1, `${this.heldCount} spans, ${this.heldBytes} bytes are waiting`);
      return;
    }
    this.queue.push({ span, sizeBytes, cohort: this.options.cohorts.enter() });
    this.queuedBytes += sizeBytes;
    this.heldBytes += sizeBytes;
    this.heldCount++;
    if (this.hasFullBatch()) this.options.runUntraced(() => this.sendBatches());
    else if (this.timer === undefined) this.options.runUntraced(() => this.scheduleSend());
  }

  /** Sends everything that waits now, partial batches too, as fast as `maxInFlight` allows. */
  drain(): void {
    this.dueCount = this.queue.length;
    this.options.runUntraced(() => this.sendBatches());
  }

  /** Shows each batch to `keeper` before it is sent, until the result is called. */
  keepWith(keeper: SpanKeeper): () => void {
    this.keepers.add(keeper);
    return () => void this.keepers.delete(keeper);
  }

  /** Whether somebody is shown what is sent, or was when it ended. */
  get isKept(): boolean {
    return this.wasKept || this.keepers.size > 0;
  }

  /** Shows keepers what travels beside spans. @returns a settler that lets them know if it has arrived */
  keepText(text: string, settler: Settler): Settler {
    if (this.keepers.size === 0) return settler;
    const arrived = this.keep(Buffer.from(text));
    return {
      settled: (delivery) => {
        if (delivery.result !== "gave-up") for (const settle of arrived) settle();
        settler.settled(delivery);
      },
    };
  }

  /** Lets keepers have everything that waits before it returns, whenever it will be sent. */
  pack(): void {
    if (this.options.readiness() === undefined) {
      while (this.queue.length > 0) this.packed.push(this.encode(this.takeBatch()));
    }
    this.drain();
  }

  /** Queues spans that were encoded earlier, as they are. */
  enqueueEncoded(body: Uint8Array, count: number): void {
    this.options.ledger.accept(count);
    this.heldCount += count;
    this.heldBytes += body.byteLength;
    const cohorts = new Map([[this.options.cohorts.enter(count), count]]);
    const share = { count, sizeBytes: body.byteLength, cohorts };
    const request = { body, failures: new Map(), release: () => undefined };
    this.packed.push({ request, count, share, settled: this.keep(body) });
    this.drain();
  }

  get isEmpty(): boolean {
    return this.heldCount === 0;
  }

  /** Waiting and in flight. */
  get held(): Waiting {
    return { count: this.heldCount, bytes: this.heldBytes };
  }

  /** Drops what still waits. What is in flight settles by itself. */
  close(): void {
    clearTimeout(this.timer);
    this.wasKept = this.isKept;
    const waiting = [...this.packed.map(({ share }) => share), shareOf(this.queue)];
    this.packed = [];
    this.queue = [];
    this.queuedBytes = 0;
    for (const share of waiting) this.release(share);
    const count = waiting.reduce((sum, share) => sum + share.count, 0);
    if (count > 0) this.drop("shut-down", count, "the tracer was shut down");
  }

  /** Hands over all that has not left, encoded batch by batch: for a process that ends. */
  takeRemaining(): Remaining[] {
    const unready = [...this.unready].map((batch) => this.encode(batch));
    this.unready.clear();
    const queued = this.packed;
    this.packed = [];
    while (this.queue.length > 0) queued.push(this.encode(this.takeBatch()));
    for (const { share } of queued) this.release(share);
    return [...unready, ...queued].map(({ request, count }) =>
      this.toRemaining(request.body, count),
    );
  }

  /** The same with what has left and may never be answered. */
  takeUnanswered(): Remaining[] {
    return [...this.unanswered, ...this.takeRemaining()];
  }

  private hasFullBatch(): boolean {
    const { maxBatchCount, batchGrowth, maxBatchBytes } = this.options.limits;
    const fullCount = maxBatchCount * (this.inFlight === 0 ? 1 : batchGrowth);
    return this.queue.length >= fullCount || this.queuedBytes >= maxBatchBytes;
  }

  private scheduleSend(): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.drain();
    }, this.options.limits.delayMs);
    this.timer.unref();
  }

  private sendBatches(): void {
    const { maxInFlight } = this.options.limits;
    while (this.inFlight < maxInFlight && this.packed.length > 0) {
      const next = this.packed.shift();
      if (next !== undefined) void this.sendPacked(next);
    }
    while (
      this.inFlight < maxInFlight &&
      this.queue.length > 0 &&
      (this.dueCount > 0 || this.hasFullBatch())
    ) {
      void this.sendBatch(this.takeBatch());
    }
    // What came behind full batches.
    if (this.queue.length > 0 && this.timer === undefined) this.scheduleSend();
  }

  private takeBatch(): QueuedSpan[] {
    const { maxBatchCount, batchGrowth, maxBatchBytes } = this.options.limits;
    const maxCount = maxBatchCount * batchGrowth;
    let count = 0;
    let sizeBytes = 0;
    for (const queued of this.queue) {
      const wouldBe = sizeBytes + queued.sizeBytes;
      if (count > 0 && (count >= maxCount || wouldBe > maxBatchBytes)) break;
      sizeBytes = wouldBe;
      count++;
    }
    const batch = this.queue.slice(0, count);
    this.queue = this.queue.slice(count);
    this.dueCount = Math.max(0, this.dueCount - count);
    this.queuedBytes -= sizeBytes;
    return batch;
  }

  private async sendBatch(batch: readonly QueuedSpan[]): Promise<void> {
    const readiness = this.options.readiness();
    if (readiness === undefined) return this.sendPacked(this.encode(batch));
    this.inFlight++;
    this.unready.add(batch);
    await readiness;
    this.inFlight--;
    if (this.unready.delete(batch)) await this.sendPacked(this.encode(batch));
    else this.settle(shareOf(batch));
  }

  private async sendPacked({ request, count, share, settled }: PackedBatch): Promise<void> {
    this.inFlight++;
    try {
      const isSettled = count === 0 || (await this.sendEncoded(request.body, count));
      request.release();
      if (isSettled) for (const settle of settled) settle();
    } finally {
      this.inFlight--;
      this.settle(share);
    }
  }

  private settle(share: Share): void {
    this.release(share);
    this.sendBatches();
  }

  private encode(batch: readonly QueuedSpan[]): PackedBatch {
    const spans: FinishedSpan[] = [];
    for (const queued of batch) {
      if (queued.span !== undefined) spans.push(queued.span);
      queued.span = undefined;
    }
    const request = this.options.encoder.encode(spans);
    for (const error of request.failures.values()) this.drop("unencodable", 1, String(error));
    const count = spans.length - request.failures.size;
    return { request, count, share: shareOf(batch), settled: this.keep(request.body) };
  }

  private keep(body: Uint8Array): (() => void)[] {
    return [...this.keepers].map((keeper) => keeper.keep(body));
  }

  private toRemaining(body: Uint8Array, count: number): Remaining {
    const { timeoutMs } = this.options.limits;
    const contentType = "application/x-protobuf";
    const request = { method: "POST", path: otlpTracesPath, contentType, body, timeoutMs } as const;
    const settle = (delivery: Delivery): void => this.account(delivery, count);
    return { request, count, settle };
  }

  /** @returns whether it needs no further attempt */
  private async sendEncoded(body: Uint8Array, count: number): Promise<boolean> {
    const batch = this.toRemaining(body, count);
    // In this turn: a program that fails runs no other.
    this.unanswered.add(batch);
    const isStored = (await this.options.store?.(batch.request, count)) === true;
    const delivery = isStored ? undefined : await this.options.deliver(batch.request);
    this.unanswered.delete(batch);
    if (delivery === undefined) return true;
    const halves = isTooLarge(delivery) ? splitRequest(body) : undefined;
    if (halves === undefined) {
      this.account(delivery, count);
      return delivery.result !== "gave-up";
    }
    let areSettled = true;
    for (const half of halves) {
      areSettled = (await this.sendEncoded(half.body, half.count)) && areSettled;
    }
    return areSettled;
  }

  private account(delivery: Delivery, count: number): void {
    switch (delivery.result) {
      case "delivered": {
        const { rejectedSpans, message } = readPartialSuccess(delivery.response.body, count);
        this.options.ledger.deliver(count - rejectedSpans);
        if (rejectedSpans > 0) this.drop("rejected", rejectedSpans, message);
        return;
      }
      case "rejected":
        this.drop(isTooLarge(delivery) ? "too-large" : "rejected", count, delivery.message);
        return;
      case "gave-up":
        this.drop("retries-exhausted", count, delivery.message);
        return;
      default:
        delivery satisfies never;
    }
  }

  private release({ count, sizeBytes, cohorts }: Share): void {
    this.heldCount -= count;
    this.heldBytes -= sizeBytes;
    for (const [cohort, pending] of cohorts) this.options.cohorts.leave(cohort, pending);
  }

  private drop(reason: DropReason, count: number, message: string): void {
    this.options.ledger.drop(reason, count);
    this.options.onDropped(reason, count, message);
  }
}

function shareOf(batch: readonly QueuedSpan[]): Share {
  const cohorts = new Map<Cohort, number>();
  let sizeBytes = 0;
  for (const queued of batch) {
    sizeBytes += queued.sizeBytes;
    cohorts.set(queued.cohort, (cohorts.get(queued.cohort) ?? 0) + 1);
  }
  return { count: batch.length, sizeBytes, cohorts };
}

function isTooLarge(delivery: Delivery): boolean {
  return delivery.result === "rejected" && delivery.status === 413;
}
