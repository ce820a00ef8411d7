export interface MicroBatcherOptions<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly maxQueuedBytes: number;
  /** How long a batch waits for submitters whose last batch was just run: they are likely to submit again. Default 0. */
  readonly gatherMs?: number;
  /** Called for one batch at a time: what comes meanwhile is the next batch. */
  readonly run: (items: readonly Item[]) => Promise<void>;
}

export class QueueFullError extends Error {
  override readonly name = "QueueFullError";
}

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
    let answered = 0;
    while (this.#queue.length > 0) {
      await this.#gather(answered);
      const batch = this.#take();
      await this.#runOne(batch);
      answered = batch.length;
    }
    this.#running = undefined;
  }

  /** What comes in the same turn goes together; after a batch, so does what comes from those that it answered. */
  async #gather(answered: number): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const { gatherMs = 0, maxItems } = this.#options;
    const expected = answered + this.#queue.length;
    const isEnough = (): boolean =>
      this.#queue.length >= expected || this.#waitingItems >= maxItems / 2;
    if (gatherMs === 0 || expected < 2 || isEnough()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, gatherMs);
      this.#onSubmit = () => {
        if (!isEnough()) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#onSubmit = undefined;
  }

  async #runOne(batch: readonly Entry<Item>[]): Promise<void> {
    try {
      await this.#options.run(batch.flatMap((entry) => entry.items));
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
