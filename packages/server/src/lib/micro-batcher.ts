export interface MicroBatcherOptions<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly maxQueuedBytes: number;
  /**
   * How long a batch waits for the next of the submitters whose last batch was just run: they are likely to submit
   * again, as much as before. As long as they do, it goes on waiting, `maxGatherMs` in all. Both are longer where
   * running a batch takes long, up to `longestGatherMs`. Default 0.
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
  /** How long that batch took. */
  readonly ranMs: number;
}

/** With so much of what is expected the rest is waited for no longer than it must. */
const mostOfIt = 0.75;

interface Entry<Item> {
  readonly items: readonly Item[];
  readonly sizeBytes: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Turns many small submissions into few large batches. Bounded by bytes; a full queue refuses. */
export class MicroBatcher<Item> {
  readonly #options: MicroBatcherOptions<Item>;
  readonly #queue: Entry<Item>[] = [];
  #queuedBytes = 0;
  #waitingItems = 0;
  #onSubmit: (() => void) | undefined;
  #expected: Expected = { count: 0, items: 0, untilMs: 0, ranMs: 0 };
  #running: Promise<void> | undefined;

  constructor(options: MicroBatcherOptions<Item>) {
    this.#options = options;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Resolves when `run` has taken the items. Items of one submission may go to several batches. */
  async submit(items: readonly Item[], sizeBytes: number): Promise<void> {
    if (items.length === 0) return;
    // A submission alone may be larger than the queue.
    if (this.#queuedBytes > 0 && this.#queuedBytes + sizeBytes > this.#options.maxQueuedBytes) {
      throw new QueueFullError(
        `Expected room for ${sizeBytes} bytes, but ${this.#queuedBytes} of ${this.#options.maxQueuedBytes} are waiting.`,
      );
    }
    const { promise, entries } = this.#split(items, sizeBytes);
    this.#queue.push(...entries);
    this.#queuedBytes += sizeBytes;
    this.#waitingItems += items.length;
    this.#onSubmit?.();
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
          entries.push({ items: part, sizeBytes: share, resolve, reject }),
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
      this.#expected = {
        count: batch.length + this.#queue.length,
        items: items.length + this.#waitingItems,
        untilMs: endMs + returnMs,
        ranMs: endMs - startMs,
      };
    }
    this.#running = undefined;
  }

  /** What comes in the same turn goes together; after a batch, so does what comes from those that it answered. */
  async #gather(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const { gatherMs = 0, maxGatherMs = gatherMs, longestGatherMs = maxGatherMs } = this.#options;
    const { untilMs, ranMs } = this.#expected;
    const startMs = performance.now();
    if (gatherMs === 0 || startMs >= untilMs || this.#hasGathered()) return;
    const patienceMs = Math.min(longestGatherMs, Math.max(gatherMs, ranMs / 4));
    const endMs = startMs + Math.min(longestGatherMs, Math.max(maxGatherMs, ranMs));
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const wait = (): void => {
        clearTimeout(timer);
        const leftMs = endMs - performance.now();
        // What was submitted may have taken longer to read than there was time.
        if (leftMs <= 0 || this.#hasGathered()) return resolve();
        timer = setTimeout(resolve, Math.min(leftMs, this.#hasMost() ? gatherMs : patienceMs));
      };
      this.#onSubmit = wait;
      wait();
    });
    this.#onSubmit = undefined;
  }

  /** A lone submitter waits for nobody. */
  #hasGathered(): boolean {
    const { count, items } = this.#expected;
    const isComplete = count < 2 ? this.#queue.length >= count : this.#waitingItems >= items;
    return isComplete || this.#waitingItems >= this.#options.maxItems / 2;
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
      for (const entry of batch) this.#queuedBytes -= entry.sizeBytes;
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
