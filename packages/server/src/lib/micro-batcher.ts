export interface MicroBatcherOptions<Item> {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly maxQueuedBytes: number;
  /** Called for one batch at a time: what comes meanwhile is the next batch, and nothing waits otherwise. */
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
    while (this.#queue.length > 0) await this.#runOne(this.#take());
    this.#running = undefined;
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
    return batch;
  }
}
