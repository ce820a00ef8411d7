import { LinkedList, type Linked } from "../lib/linked-list.js";
import type { Cohort, Cohorts } from "./cohorts.js";
import type { DropReason, Ledger } from "./ledger.js";
import {
  batchRoute,
  canJoin,
  hasNoBatches,
  isOfBatch,
  joinTexts,
  maxBatchBytes,
  maxBatchCount,
  offersBatches,
  rejectedIn,
  type TextRoute,
} from "./request-batch.js";
import type { Delivery } from "./retry.js";
import type { Remaining } from "./send-remaining.js";
import type { Waiting } from "./room.js";
import type { RequestBody } from "./request-body.js";
import { TextStore } from "./text-store.js";
import type { TransportRequest } from "./transport.js";

export interface TextRequest {
  /** Requests of one key keep their order. */
  readonly key: string;
  readonly route: TextRoute;
  /** The body. */
  readonly json: string;
}

/** Told once, when the request has been delivered or given up. */
export interface Settler {
  settled(delivery: Delivery): void;
}

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
  readonly cohorts: Cohorts;
  readonly deliver: (request: TransportRequest) => Promise<Delivery>;
  readonly onDropped: (reason: DropReason, count: number, message: string) => void;
  readonly maxQueueBytes: number;
  readonly maxQueueCount: number;
  readonly maxInFlight: number;
  readonly timeoutMs: number;
  /** Whether requests may travel together, where the server takes that. */
  readonly mayBatch: boolean;
  /** Runs timers and requests outside the scope of whoever gave the request. */
  readonly runUntraced: (fn: () => void) => void;
}

/** The requests of one key. */
class Lane {
  readonly key: string;
  /** Behind the one that is ready or on its way. */
  readonly followers = new LinkedList<Entry>();
  /** Whether some of it is on its way. */
  isBusy = false;

  constructor(key: string) {
    this.key = key;
  }
}

/** As small as it can be: in front of a slow server there are many. */
interface Entry extends Linked<Entry> {
  readonly lane: Lane;
  readonly route: TextRoute;
  /** Of its text, in a chunk that it shares. */
  readonly chunk: Buffer;
  readonly start: number;
  readonly sizeBytes: number;
  readonly settler: Settler;
  /** Of the request on disk. */
  readonly keptName: string | undefined;
  /** Travels by itself: no batch takes it, or one with it has been refused. */
  isAlone: boolean;
  readonly cohort: Cohort;
}

/** Requests wait for company for as long after a batch has left; the first after a while for what comes in its turn. */
const batchIntervalMs = 50;
/** And for the answer to that batch, but no longer than this. */
const unansweredMs = 2000;
/** One ahead of each request with spans. */
const maxBatchesInFlight = 8;

/**
 * Sends REST requests in the background: those of one key (a session) one after the other, those of different keys
 * side by side. Where the server has said that it takes batches, what waits travels together, in the same order.
 */
export class RequestQueue {
  private readonly lanes = new Map<string, Lane>();
  private readonly texts = new TextStore();
  private readonly ready: Entry[] = [];
  private heldCount = 0;
  private heldBytes = 0;
  /** Of those that are not in flight. */
  private queuedCount = 0;
  private queuedBytes = 0;
  private isClosed = false;
  private isDraining = false;
  private readonly unanswered = new Set<readonly Entry[]>();
  private isBatching = false;
  private lastSentAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private readonly options: RequestQueueOptions;

  constructor(options: RequestQueueOptions) {
    this.options = options;
  }

  get takesBatches(): boolean {
    return this.isBatching;
  }

  get isEmpty(): boolean {
    return this.heldCount === 0;
  }

  /** Waiting and in flight. */
  get held(): Waiting {
    return { count: this.heldCount, bytes: this.heldBytes };
  }

  enqueue({ key, route, json }: TextRequest, settler: Settler): void {
    this.options.ledger.accept();
    if (this.isClosed) {
      settler.settled(this.drop("shut-down", "the tracer was shut down"));
      return;
    }
    const { maxQueueBytes, maxQueueCount } = this.options;
    const sizeBytes = Buffer.byteLength(json);
    if (this.heldCount >= maxQueueCount || this.heldBytes + sizeBytes > maxQueueBytes) {
      const waiting = `${this.heldCount} requests, ${this.heldBytes} bytes are waiting`;
      settler.settled(this.drop("queue-full", waiting));
      return;
    }
    this.heldCount++;
    this.heldBytes += sizeBytes;
    this.queuedCount++;
    this.queuedBytes += sizeBytes;
    const start = this.texts.add(json, sizeBytes);
    const known = this.lanes.get(key);
    const lane = known ?? new Lane(key);
    const entry: Entry = {
      lane,
      route,
      chunk: this.texts.chunk,
      start,
      sizeBytes,
      settler,
      keptName: this.options.keeper?.hold(key, this.toRequest(route, json)),
      isAlone: !canJoin(route),
      cohort: this.options.cohorts.enter(),
      previous: undefined,
      next: undefined,
    };
    if (known === undefined) {
      this.lanes.set(key, lane);
      this.ready.push(entry);
    } else {
      lane.followers.add(entry);
    }
    this.sendReady();
  }

  /** Takes what the server says that it can, here or elsewhere, for what it can from now on. */
  heed(capabilities: string | undefined): void {
    this.isBatching = this.options.mayBatch && offersBatches(capabilities);
  }

  /** Sends what waits for company, too. */
  drain(): void {
    this.isDraining = true;
    this.sendReady();
  }

  /** Gives up what waits. What is in flight settles by itself. */
  close(): void {
    this.isClosed = true;
    this.stopTimer();
    const abandoned = this.ready.splice(0);
    for (const { followers } of this.lanes.values()) abandoned.push(...followers.removeAll());
    for (const entry of abandoned) {
      this.release(entry);
      entry.settler.settled(this.giveUp(entry, "shut-down", "the tracer was shut down"));
    }
  }

  /** Hands over all that has no answer yet, in its order: for a process that ends. */
  takeRemaining(): Remaining[] {
    const remaining = [...this.unanswered];
    const readyFollowers = (entries: readonly Entry[]): void => {
      for (const { lane } of entries) this.ready.push(...lane.followers.removeAll());
    };
    for (const entries of remaining) readyFollowers(entries);
    while (this.ready.length > 0) {
      const entries = this.takeNext();
      readyFollowers(entries);
      remaining.push(entries);
    }
    return remaining.map((entries) => ({
      request: this.requestOf(entries),
      // A batch has requests of many lanes.
      lane: this.isBatching ? "batches" : (entries[0]?.lane.key ?? ""),
      count: entries.length,
      settle: (delivery) => this.settleAll(entries, delivery),
    }));
  }

  private sendReady(): void {
    // Usually there is company already, and somebody who waits for more.
    if (this.canSend() && !(this.timer !== undefined && this.waitsForCompany())) {
      this.options.runUntraced(() => this.sendWhatCan());
    }
    if (this.ready.length === 0) this.isDraining = false;
  }

  private canSend(): boolean {
    const maxInFlight = this.isBatching ? maxBatchesInFlight : this.options.maxInFlight;
    return this.ready.length > 0 && this.unanswered.size < maxInFlight;
  }

  private sendWhatCan(): void {
    while (this.canSend()) {
      if (this.waitsForCompany()) {
        this.timer ??= this.scheduleDrain();
        return;
      }
      void this.send(this.takeNext());
    }
  }

  private waitsForCompany(): boolean {
    const isFull = this.queuedCount >= maxBatchCount || this.queuedBytes >= maxBatchBytes;
    return this.isBatching && !this.isDraining && !isFull;
  }

  /** A server that is slower than the program gets larger batches, not more of them. */
  private scheduleDrain(): NodeJS.Timeout {
    const intervalMs = this.unanswered.size === 0 ? batchIntervalMs : unansweredMs;
    const waitMs = Math.max(1, this.lastSentAt + intervalMs - performance.now());
    return setTimeout(() => {
      this.timer = undefined;
      this.drain();
    }, waitMs);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** The next request, or the next batch: requests of one key follow each other in it. */
  private takeNext(): readonly Entry[] {
    const taken: Entry[] = [];
    let sizeBytes = 0;
    const take = (entry: Entry | undefined): entry is Entry => {
      if (entry === undefined) return false;
      const bytes = entry.sizeBytes;
      const isFull = taken.length >= maxBatchCount || sizeBytes + bytes > maxBatchBytes;
      const isAlone = !this.isBatching || entry.isAlone || taken[0]?.isAlone === true;
      if (taken.length > 0 && (isFull || isAlone)) return false;
      taken.push(entry);
      sizeBytes += bytes;
      return true;
    };
    for (let entry = this.ready[0]; take(entry); entry = this.ready[0]) {
      // One by one: what is cut from a long list otherwise moves all the rest of it.
      this.ready.shift();
      const { lane } = entry;
      lane.isBusy = true;
      while (take(lane.followers.first)) lane.followers.removeFirst();
    }
    this.queuedCount -= taken.length;
    this.queuedBytes -= sizeBytes;
    return taken;
  }

  /** Several as one, by the route that takes them so. */
  private requestOf(entries: readonly Entry[]): TransportRequest {
    const [first] = entries;
    if (first === undefined) throw new RangeError("Expected requests to send, got none.");
    if (entries.length > 1) return this.toRequest(batchRoute, joinTexts(entries));
    const { chunk, start, sizeBytes } = first;
    return this.toRequest(first.route, chunk.toString("utf8", start, start + sizeBytes));
  }

  private toRequest({ method, path }: TextRoute, body: RequestBody): TransportRequest {
    const { timeoutMs } = this.options;
    const contentType = "application/json";
    return { method: method === "POST" ? "POST" : "PUT", path, contentType, body, timeoutMs };
  }

  private async send(entries: readonly Entry[]): Promise<void> {
    this.unanswered.add(entries);
    this.lastSentAt = performance.now();
    this.stopTimer();
    const delivery = await this.options.deliver(this.requestOf(entries));
    this.unanswered.delete(entries);
    if (this.unanswered.size === 0) this.stopTimer();
    if (delivery.result === "delivered") this.heed(delivery.response.capabilities);
    if (entries.length > 1 && !this.isClosed && isOfBatch(delivery)) {
      if (hasNoBatches(delivery)) this.isBatching = false;
      this.sendOneByOne(entries);
      return;
    }
    this.settleAll(entries, delivery);
    this.advance(entries);
  }

  /** Each as if nothing had been sent yet: what is wrong with one of them is no other's affair. */
  private sendOneByOne(entries: readonly Entry[]): void {
    for (const entry of entries.toReversed()) {
      entry.isAlone = true;
      entry.lane.followers.addFirst(entry);
      this.queuedCount++;
      this.queuedBytes += entry.sizeBytes;
    }
    this.advance(entries);
  }

  private settleAll(entries: readonly Entry[], delivery: Delivery): void {
    const rejected = entries.length > 1 ? rejectedIn(delivery) : undefined;
    const outcome = withoutBody(delivery);
    for (const [index, entry] of entries.entries()) {
      this.settle(entry, rejected?.get(index) ?? outcome);
    }
  }

  private settle(entry: Entry, delivery: Delivery): void {
    this.release(entry);
    if (delivery.result === "gave-up") {
      this.giveUp(entry, "retries-exhausted", delivery.message);
    } else {
      if (entry.keptName !== undefined) this.options.keeper?.settle(entry.keptName);
      if (delivery.result === "delivered") this.options.ledger.deliver();
      else this.drop("rejected", delivery.message);
    }
    entry.settler.settled(delivery);
  }

  /** Lets what waited for these go next. */
  private advance(entries: readonly Entry[]): void {
    for (const { lane } of entries) {
      if (!lane.isBusy) continue;
      lane.isBusy = false;
      const next = lane.followers.removeFirst();
      if (next === undefined) this.lanes.delete(lane.key);
      else this.ready.push(next);
    }
    this.sendReady();
  }

  private release(entry: Entry): void {
    this.heldCount--;
    this.heldBytes -= entry.sizeBytes;
    this.options.cohorts.leave(entry.cohort);
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
