import { FairShares } from "./fair-shares.js";

export interface MicroBatcherOptions<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly maxQueuedBytes: number;
  /**
   * How long a batch waits for the next of the submitters whose last batch was just run: they are likely to submit
   * again, as much as before. As long as they do, it goes on waiting, `maxGatherMs` in all. Both are longer where
   * running a batch takes long, up to `longestGatherMs`. Default 0: nobody is waited for.
   */
  readonly gatherMs?: number;
  readonly maxGatherMs?: number;
  readonly longestGatherMs?: number;
  /** Called for one batch at a time: what comes meanwhile is the next batch. */
  readonly run: (items: readonly Item[]) => Promise<void>;
}

/** Whoever has not submitted again by then is not waited for. */
const returnMs = 1000;

export class QueueFullError extends Error {
  override readonly name = "QueueFullError";
}

/** What there is once all that the last batch answered have submitted again, and until when they may. */
interface Expected {
  readonly count: number;
  readonly items: number;
  readonly untilMs: number;
}

/** What the last batch took. */
interface Ran {
  readonly ms: number;
  readonly msPerItem: number;
}

/** With so much of what is expected the rest is waited for no longer than it must. */
const mostOfIt = 0.75;

interface Entry<Item> {
  readonly items: readonly Item[];
  readonly sizeBytes: number;
  readonly owner: string | undefined;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Turns many small submissions into few large batches. Bounded by bytes; a full queue refuses. */
export class MicroBatcher<Item> {
  readonly #options: MicroBatcherOptions<Item>;
  readonly #queue: Entry<Item>[] = [];
  readonly #shares: FairShares;
  #waitingItems = 0;
  #announced = 0;
  #onChange: (() => void) | undefined;
  #expected: Expected = { count: 0, items: 0, untilMs: 0 };
  #ran: Ran = { ms: 0, msPerItem: 0 };
  #running: Promise<void> | undefined;

  constructor(options: MicroBatcherOptions<Item>) {
    this.#options = options;
    this.#shares = new FairShares(options.maxQueuedBytes);
  }

  get queuedBytes(): number {
    return this.#shares.total;
  }

  /**
   * Says that a submission is being made ready. What waits goes with it, if that takes no longer than a batch of what
   * waits would.
   * @returns what to call once, when it is ready, in the turn in which it is submitted, or will not come
   */
  announce(): () => void {
    this.#announced += 1;
    return () => {
      this.#announced -= 1;
      if (this.#announced === 0) setImmediate(() => this.#onChange?.());
    };
  }

  /**
   * Resolves when `run` has taken the items. Items of one submission may go to several batches. An owner has a share of
   * the queue that leaves room for others.
   */
  async submit(items: readonly Item[], sizeBytes: number, owner?: string): Promise<void> {
    if (items.length === 0) return;
    const { total, limit } = this.#shares;
    // A submission alone may be larger than the queue.
    if (total > 0 && !this.#shares.fits(sizeBytes, owner)) {
      const whose = total + sizeBytes > limit ? "" : ", and the rest is for others";
      throw new QueueFullError(
        `Expected room for ${sizeBytes} bytes, but ${total} of ${limit} are waiting${whose}.`,
      );
    }
    const { promise, entries } = this.#split(items, sizeBytes, owner);
    this.#queue.push(...entries);
    this.#shares.add(sizeBytes, owner);
    this.#waitingItems += items.length;
    this.#onChange?.();
    this.#running ??= this.#runAll();
    await promise;
  }

  /** Resolves when nothing is waiting any more. */
  async drain(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  #split(
    items: readonly Item[],
    sizeBytes: number,
    owner: string | undefined,
  ): { promise: Promise<unknown>; entries: Entry<Item>[] } {
    const { maxItems, maxBytes } = this.#options;
    const parts = Math.max(Math.ceil(items.length / maxItems), Math.ceil(sizeBytes / maxBytes));
    const partLength = Math.ceil(items.length / parts);
    const entries: Entry<Item>[] = [];
    const promises: Promise<void>[] = [];
    for (let start = 0; start < items.length; start += partLength) {
      const part = items.slice(start, start + partLength);
      const share = (sizeBytes * part.length) / items.length;
      promises.push(
        new Promise((resolve, reject) =>
          entries.push({ items: part, sizeBytes: share, owner, resolve, reject }),
        ),
      );
    }
    return { promise: Promise.all(promises), entries };
  }

  async #runAll(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#gather();
      const batch = this.#take();
      const items = batch.flatMap((entry) => entry.items);
      const startMs = performance.now();
      await this.#runOne(batch, items);
      const endMs = performance.now();
      const ranMs = endMs - startMs;
      this.#ran = { ms: ranMs, msPerItem: ranMs / items.length };
      this.#expected = {
        count: batch.length + this.#queue.length,
        items: items.length + this.#waitingItems,
        untilMs: endMs + returnMs,
      };
    }
    this.#running = undefined;
  }

  /**
   * What comes in the same turn goes together; so does what comes from those that the last batch answered, and what was
   * announced.
   */
  async #gather(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const startMs = performance.now();
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const wait = (): void => {
        clearTimeout(timer);
        const waitMs = this.#hasGathered() ? 0 : this.#patienceMs(startMs);
        if (waitMs <= 0) return resolve();
        timer = setTimeout(resolve, waitMs);
      };
      this.#onChange = wait;
      wait();
    });
    this.#onChange = undefined;
  }

  /** How long to wait for the next, having waited since then. */
  #patienceMs(startMs: number): number {
    const { gatherMs = 0, maxGatherMs = gatherMs, longestGatherMs = maxGatherMs } = this.#options;
    // What was submitted may have taken longer to read than there was time.
    const waitedMs = performance.now() - startMs;
    const within = (ms: number): number => Math.min(longestGatherMs, ms);
    const announcedMs = within(Math.max(gatherMs, this.#ran.msPerItem * this.#waitingItems));
    const forAnnounced = this.#announced === 0 ? 0 : announcedMs - waitedMs;
    if (startMs >= this.#expected.untilMs || this.#isAsExpected()) return forAnnounced;
    const nextMs = this.#hasMost() ? gatherMs : within(Math.max(gatherMs, this.#ran.ms / 4));
    const inAllMs = within(Math.max(maxGatherMs, this.#ran.ms));
    return Math.max(forAnnounced, Math.min(inAllMs - waitedMs, nextMs));
  }

  #hasGathered(): boolean {
    if (this.#waitingItems >= this.#options.maxItems / 2) return true;
    return this.#announced === 0 && this.#isAsExpected();
  }

  /** A lone submitter waits for nobody. */
  #isAsExpected(): boolean {
    const { count, items } = this.#expected;
    return count < 2 ? this.#queue.length >= count : this.#waitingItems >= items;
  }

  #hasMost(): boolean {
    return this.#waitingItems >= this.#expected.items * mostOfIt;
  }

  async #runOne(batch: readonly Entry<Item>[], items: readonly Item[]): Promise<void> {
    try {
      await this.#options.run(items);
      for (const entry of batch) entry.resolve();
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    } finally {
      for (const { sizeBytes, owner } of batch) this.#shares.add(-sizeBytes, owner);
    }
  }

  /** At least one entry, then as many as fit. */
  #take(): Entry<Item>[] {
    const batch = this.#queue.splice(0, 1);
    let count = batch[0]?.items.length ?? 0;
    let bytes = batch[0]?.sizeBytes ?? 0;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      count += next.items.length;
      bytes += next.sizeBytes;
      if (count > this.#options.maxItems || bytes > this.#options.maxBytes) break;
      batch.push(next);
      this.#queue.shift();
    }
    for (const entry of batch) this.#waitingItems -= entry.items.length;
    return batch;
  }
}
