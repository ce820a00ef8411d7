/** Smaller ones are shared by whoever asks for them next, whatever the size. */
const leastBytes = 64 * 1024;

/** Some bodies of the largest batches that exporters send, and their rows. */
const defaultIdleBytes = 64 * 1024 * 1024;

/** So many times as large as what was asked for a buffer may be. */
const maxWaste = 4;

/**
 * Memory that is used again. What lives until rows are stored is old by then, so that only a full collection of
 * garbage would find it; without, there is one for every few thousand events.
 */
export class BufferPool {
  readonly #maxIdleBytes: number;
  readonly #idle: ArrayBufferLike[] = [];
  readonly #lent = new WeakSet<ArrayBufferLike>();
  #idleBytes = 0;

  constructor(maxIdleBytes = defaultIdleBytes) {
    this.#maxIdleBytes = maxIdleBytes;
  }

  get idleBytes(): number {
    return this.#idleBytes;
  }

  /** A buffer of that length with anything in it. One that is never given back is collected like any other object. */
  take(bytes: number): Buffer {
    const place = this.#idle.findIndex(
      ({ byteLength }) =>
        byteLength >= bytes && byteLength <= Math.max(leastBytes, bytes * maxWaste),
    );
    const memory =
      this.#idle.splice(place, place === -1 ? 0 : 1)[0] ??
      Buffer.allocUnsafeSlow(roundUp(bytes)).buffer;
    if (place !== -1) this.#idleBytes -= memory.byteLength;
    this.#lent.add(memory);
    return Buffer.from(memory, 0, bytes);
  }

  /** Nobody may read the buffer any more. What was not taken here is left alone. */
  giveBack({ buffer: memory }: Uint8Array): void {
    if (!this.#lent.delete(memory)) return;
    if (this.#idleBytes + memory.byteLength > this.#maxIdleBytes) return;
    this.#idle.push(memory);
    this.#idleBytes += memory.byteLength;
  }
}

/** To a power of two, so that bodies of about the same size use the same memory. */
function roundUp(bytes: number): number {
  return Math.max(leastBytes, 2 ** Math.ceil(Math.log2(bytes)));
}
