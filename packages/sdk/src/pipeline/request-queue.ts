import type { DropReason, Ledger } from "./ledger.js";
import type { Delivery } from "./retry.js";
import type { TransportRequest } from "./transport.js";

/** Keeps requests on disk while they wait here. */
export interface RequestKeeper {
  /** @returns a name, for what follows */
  hold(key: string, request: TransportRequest): string | undefined;
  settle(name: string): void;
  /** @returns whether it is kept and delivered from there */
  retain(name: string): boolean;
}

export interface RequestQueueOptions {
  readonly keeper?: RequestKeeper | undefined;
  readonly ledger: Ledger;
  readonly deliver: (request: TransportRequest) => Promise<Delivery>;
  readonly onDropped: (reason: DropReason, count: number, message: string) => void;
  readonly maxQueueBytes: number;
  readonly maxQueueCount: number;
  readonly maxInFlight: number;
}

interface Entry {
  readonly key: string;
  readonly request: TransportRequest;
  readonly settle: (delivery: Delivery) => void;
  /** Of the request on disk. */
  readonly keptName: string | undefined;
}

/**
 * Sends REST requests in the background: those of one key (a session) one after the other, those of different keys
 * side by side.
 */
export class RequestQueue {
  private readonly waiting = new Map<string, Entry[]>();
  private readonly ready: Entry[] = [];
  private heldCount = 0;
  private heldBytes = 0;
  private isClosed = false;
  private inFlight = 0;
  private readonly options: RequestQueueOptions;

  constructor(options: RequestQueueOptions) {
    this.options = options;
  }

  get isEmpty(): boolean {
    return this.heldCount === 0;
  }

  /** Resolves when the request has been delivered or given up; never rejects. */
  enqueue(key: string, request: TransportRequest): Promise<Delivery> {
    this.options.ledger.accept();
    if (this.isClosed) return Promise.resolve(this.drop("shut-down", "the tracer was shut down"));
    const { maxQueueBytes, maxQueueCount } = this.options;
    const sizeBytes = request.body.byteLength;
    if (this.heldCount >= maxQueueCount || this.heldBytes + sizeBytes > maxQueueBytes) {
      const waiting = `${this.heldCount} requests, ${this.heldBytes} bytes are waiting`;
      return Promise.resolve(this.drop("queue-full", waiting));
    }
    this.heldCount++;
    this.heldBytes += sizeBytes;
    return new Promise((settle) => {
      const entry = { key, request, settle, keptName: this.options.keeper?.hold(key, request) };
      const queued = this.waiting.get(key);
      if (queued === undefined) {
        this.waiting.set(key, []);
        this.ready.push(entry);
      } else {
        queued.push(entry);
      }
      this.sendReady();
    });
  }

  /** Gives up what waits. What is in flight settles by itself. */
  close(): void {
    this.isClosed = true;
    const abandoned = [...this.ready, ...[...this.waiting.values()].flat()];
    this.ready.length = 0;
    for (const queued of this.waiting.values()) queued.length = 0;
    for (const entry of abandoned) {
      this.release(entry);
      entry.settle(this.giveUp(entry, "shut-down", "the tracer was shut down"));
    }
  }

  private sendReady(): void {
    while (this.inFlight < this.options.maxInFlight) {
      const entry = this.ready.shift();
      if (entry === undefined) return;
      void this.send(entry);
    }
  }

  private async send(entry: Entry): Promise<void> {
    this.inFlight++;
    const delivery = await this.options.deliver(entry.request);
    this.inFlight--;
    this.release(entry);
    if (delivery.result === "gave-up") {
      this.giveUp(entry, "retries-exhausted", delivery.message);
    } else {
      if (entry.keptName !== undefined) this.options.keeper?.settle(entry.keptName);
      if (delivery.result === "delivered") this.options.ledger.deliver();
      else this.drop("rejected", delivery.message);
    }
    this.advance(entry.key);
    entry.settle(withoutBody(delivery));
    this.sendReady();
  }

  private advance(key: string): void {
    const next = this.waiting.get(key)?.shift();
    if (next === undefined) this.waiting.delete(key);
    else this.ready.push(next);
  }

  private release(entry: Entry): void {
    this.heldCount--;
    this.heldBytes -= entry.request.body.byteLength;
  }

  private giveUp({ keptName }: Entry, reason: DropReason, message: string): Delivery {
    const isKept = keptName !== undefined && this.options.keeper?.retain(keptName) === true;
    return isKept ? { result: "gave-up", message } : this.drop(reason, message);
  }

  private drop(reason: DropReason, message: string): Delivery {
    this.options.ledger.drop(reason);
    this.options.onDropped(reason, 1, message);
    return { result: "gave-up", message };
  }
}

/** What came back is held for as long as a session lives, and nobody reads the answer's body. */
function withoutBody(delivery: Delivery): Delivery {
  if (delivery.result !== "delivered") return delivery;
  return { result: "delivered", response: { ...delivery.response, body: noBody } };
}

const noBody = Buffer.alloc(0);
