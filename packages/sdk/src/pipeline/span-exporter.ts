import { otlpTracesPath } from "@honeyhive/contract";

import { encodeRequest, type EncodedSpan } from "../encode/encode-request.js";
import type { DropReason, Ledger } from "./ledger.js";
import { readPartialSuccess } from "./partial-success.js";
import type { Delivery } from "./retry.js";
import type { TransportRequest } from "./transport.js";

export interface SpanExporterOptions {
  readonly ledger: Ledger;
  readonly deliver: (request: TransportRequest) => Promise<Delivery>;
  readonly onDropped: (reason: DropReason, count: number, message: string) => void;
  readonly limits: SpanLimits;
  /** What a batch waits for, while there is something to wait for. */
  readonly readiness: () => Promise<unknown> | undefined;
}

/** Bounds of what may wait and of what travels in one request. */
export interface SpanLimits {
  readonly maxQueueBytes: number;
  readonly maxQueueCount: number;
  readonly maxBatchBytes: number;
  readonly maxBatchCount: number;
  /** How long a span may wait for company. */
  readonly delayMs: number;
  readonly maxInFlight: number;
  readonly timeoutMs: number;
  /** Larger encoded spans are shrunk before they are queued. */
  readonly maxSpanBytes: number;
}

/** A bounded queue of encoded spans, sent in batches bounded by bytes and count. */
export class SpanExporter {
  private queue: EncodedSpan[] = [];
  /** Waiting and in flight: what the bounds apply to. */
  private heldBytes = 0;
  private heldCount = 0;
  private queuedBytes = 0;
  private inFlight = 0;
  private isDraining = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly options: SpanExporterOptions;

  constructor(options: SpanExporterOptions) {
    this.options = options;
  }

  /** Takes the span, or counts it as dropped when the bounds are reached. */
  enqueue(span: EncodedSpan): void {
    const { limits, ledger } = this.options;
    ledger.accept();
    const isFull =
      this.heldCount >= limits.maxQueueCount ||
      this.heldBytes + span.bytes.length > limits.maxQueueBytes;
    if (isFull) {
      this.drop("queue-full", 1, `${this.heldCount} spans, ${this.heldBytes} bytes are waiting`);
      return;
    }
    this.queue.push(span);
    this.queuedBytes += span.bytes.length;
    this.heldBytes += span.bytes.length;
    this.heldCount++;
    if (this.hasFullBatch()) this.sendBatches();
    else this.scheduleSend();
  }

  /** Sends everything that waits, partial batches too, as fast as `maxInFlight` allows. */
  drain(): void {
    this.isDraining = true;
    this.sendBatches();
  }

  get isEmpty(): boolean {
    return this.heldCount === 0;
  }

  /** Drops what still waits. What is in flight settles by itself. */
  close(): void {
    clearTimeout(this.timer);
    const waiting = this.queue;
    this.queue = [];
    this.queuedBytes = 0;
    this.release(waiting);
    if (waiting.length > 0) this.drop("shut-down", waiting.length, "the tracer was shut down");
  }

  private hasFullBatch(): boolean {
    const { limits } = this.options;
    return this.queue.length >= limits.maxBatchCount || this.queuedBytes >= limits.maxBatchBytes;
  }

  private scheduleSend(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.drain();
    }, this.options.limits.delayMs);
    this.timer.unref();
  }

  private sendBatches(): void {
    while (
      this.inFlight < this.options.limits.maxInFlight &&
      this.queue.length > 0 &&
      (this.isDraining || this.hasFullBatch())
    ) {
      void this.sendBatch(this.takeBatch());
    }
    if (this.queue.length === 0) this.isDraining = false;
  }

  private takeBatch(): EncodedSpan[] {
    const { limits } = this.options;
    let count = 0;
    let sizeBytes = 0;
    for (const span of this.queue) {
      const wouldBe = sizeBytes + span.bytes.length;
      if (count > 0 && (count >= limits.maxBatchCount || wouldBe > limits.maxBatchBytes)) break;
      sizeBytes = wouldBe;
      count++;
    }
    const batch = this.queue.slice(0, count);
    this.queue = this.queue.slice(count);
    this.queuedBytes -= sizeBytes;
    return batch;
  }

  private async sendBatch(batch: readonly EncodedSpan[]): Promise<void> {
    this.inFlight++;
    try {
      await this.deliverBatch(batch);
    } finally {
      this.inFlight--;
      this.release(batch);
      this.sendBatches();
    }
  }

  private async deliverBatch(batch: readonly EncodedSpan[]): Promise<void> {
    const readiness = this.options.readiness();
    if (readiness !== undefined) await readiness;
    const delivery = await this.options.deliver({
      method: "POST",
      path: otlpTracesPath,
      contentType: "application/x-protobuf",
      body: encodeRequest(batch),
      timeoutMs: this.options.limits.timeoutMs,
    });
    switch (delivery.result) {
      case "delivered": {
        const { rejectedSpans, message } = readPartialSuccess(delivery.response.body);
        const rejected = Math.min(Math.max(0, rejectedSpans), batch.length);
        this.options.ledger.deliver(batch.length - rejected);
        if (rejected > 0) this.drop("rejected", rejected, message);
        return;
      }
      case "rejected":
        if (delivery.status === 413 && batch.length > 1) return this.deliverHalves(batch);
        this.drop(
          delivery.status === 413 ? "too-large" : "rejected",
          batch.length,
          delivery.message,
        );
        return;
      case "gave-up":
        this.drop("retries-exhausted", batch.length, delivery.message);
        return;
      default:
        delivery satisfies never;
    }
  }

  private async deliverHalves(batch: readonly EncodedSpan[]): Promise<void> {
    const middle = batch.length >> 1;
    await this.deliverBatch(batch.slice(0, middle));
    await this.deliverBatch(batch.slice(middle));
  }

  private release(spans: readonly EncodedSpan[]): void {
    this.heldCount -= spans.length;
    for (const span of spans) this.heldBytes -= span.bytes.length;
  }

  private drop(reason: DropReason, count: number, message: string): void {
    this.options.ledger.drop(reason, count);
    this.options.onDropped(reason, count, message);
  }
}
