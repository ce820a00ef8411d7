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
  reserve(sizeBytes: number): Reservation {
    const reservation = new Reservation((own, more) => this.#change(own, more));
    reservation.grow(sizeBytes);
    return reservation;
  }

  #change(own: number, more: number): void {
    const total = this.#reservedBytes + more;
    if (more > 0 && this.#reservedBytes > own && total > this.#limitBytes) {
      throw new QueueFullError(
        `Expected room for ${more} bytes, but ${this.#reservedBytes} of ${this.#limitBytes} are being read.`,
      );
    }
    this.#reservedBytes = total;
  }
}

/** What one request holds of a budget. */
export class Reservation implements Disposable {
  readonly #change: (own: number, more: number) => void;
  #sizeBytes = 0;

  constructor(change: (own: number, more: number) => void) {
    this.#change = change;
  }

  /** For what has come, not for what was announced: who sends slowly keeps nobody out. */
  grow(moreBytes: number): void {
    this.#change(this.#sizeBytes, moreBytes);
    this.#sizeBytes += moreBytes;
  }

  [Symbol.dispose](): void {
    this.#change(this.#sizeBytes, -this.#sizeBytes);
    this.#sizeBytes = 0;
  }
}
