/** Smaller ones are shared by whoever asks for them next, whatever the size. */
const leastBytes = 64 * 1024;

/** Four bodies of the largest batches that exporters send, and their rows: they become idle together. */
const defaultIdleBytes = 128 * 1024 * 1024;

/** What nobody wanted for so long is given up. */
const defaultKeepMs = 10_000;

/** So many times as large as what was asked for a buffer may be. */
const maxWaste = 4;

export interface BufferPoolOptions {
  readonly maxIdleBytes?: number;
  readonly keepMs?: number;
}

interface IdleMemory {
  readonly memory: ArrayBufferLike;
  readonly sinceMs: number;
}

/**
 * Memory that is used again. What lives until rows are stored is old by then, so that only a full collection of
 * garbage would find it; without, there is one for every few thousand events.
 */
export class BufferPool {
  readonly #maxIdleBytes: number;
  readonly #keepMs: number;
  /** What was used last is at the end, and is used first. */
  #idle: IdleMemory[] = [];
  readonly #lent = new WeakSet<ArrayBufferLike>();
  #idleBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ maxIdleBytes = defaultIdleBytes, keepMs = defaultKeepMs }: BufferPoolOptions = {}) {
    this.#maxIdleBytes = maxIdleBytes;
    this.#keepMs = keepMs;
  }

  get idleBytes(): number {
    return this.#idleBytes;
  }

  /** A buffer of that length with anything in it. One that is never given back is collected like any other object. */
  take(bytes: number): Buffer {
    const memory = this.#takeIdle(bytes) ?? Buffer.allocUnsafeSlow(roundUp(bytes)).buffer;
    this.#lent.add(memory);
    return Buffer.from(memory, 0, bytes);
  }

  /** Nobody may read the buffer any more. What was not taken here is left alone. */
  giveBack({ buffer: memory }: Uint8Array): void {
    if (!this.#lent.delete(memory)) return;
    if (this.#idleBytes + memory.byteLength > this.#maxIdleBytes) return;
    this.#idle.push({ memory, sinceMs: performance.now() });
    this.#idleBytes += memory.byteLength;
    if (this.#timer === undefined) this.#timer = this.#giveUpLater();
  }

  #takeIdle(bytes: number): ArrayBufferLike | undefined {
    const mostBytes = Math.max(leastBytes, bytes * maxWaste);
    const place = this.#idle.findLastIndex(
      ({ memory: { byteLength } }) => byteLength >= bytes && byteLength <= mostBytes,
    );
    if (place === -1) return undefined;
    const [found] = this.#idle.splice(place, 1);
    this.#idleBytes -= found?.memory.byteLength ?? 0;
    return found?.memory;
  }

  #giveUpLater(): NodeJS.Timeout {
    return setTimeout(() => {
      const latestMs = performance.now() - this.#keepMs;
      this.#idle = this.#idle.filter(({ sinceMs }) => sinceMs > latestMs);
      this.#idleBytes = this.#idle.reduce((total, { memory }) => total + memory.byteLength, 0);
      this.#timer = this.#idle.length > 0 ? this.#giveUpLater() : undefined;
    }, this.#keepMs).unref();
  }
}

/** To a power of two, so that bodies of about the same size use the same memory. */
function roundUp(bytes: number): number {
  return Math.max(leastBytes, 2 ** Math.ceil(Math.log2(bytes)));
}
