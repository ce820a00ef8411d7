import { QueueFullError } from "./micro-batcher.js";

/** Bytes of requests that are being read and decoded: what is not in the queue yet is bounded too. */
export class ByteBudget {
  readonly #limitBytes: number;
  #reservedBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get reservedBytes(): number {
    return this.#reservedBytes;
  }

  /** Held until it is disposed. One request alone may be larger than the budget. */
  reserve(sizeBytes: number): Disposable {
    if (this.#reservedBytes > 0 && this.#reservedBytes + sizeBytes > this.#limitBytes) {
      throw new QueueFullError(
        `Expected room for ${sizeBytes} bytes, but ${this.#reservedBytes} of ${this.#limitBytes} are being read.`,
      );
    }
    this.#reservedBytes += sizeBytes;
    return { [Symbol.dispose]: () => void (this.#reservedBytes -= sizeBytes) };
  }
}
