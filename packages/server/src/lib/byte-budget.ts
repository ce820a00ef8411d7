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
    const reservation = new Reservation({
      change: (own, more) => this.#change(own, more),
      isScarce: () => this.#reservedBytes > this.#limitBytes / 2,
    });
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

interface Budget {
  change(ownBytes: number, moreBytes: number): void;
  isScarce(): boolean;
}

/** What one request holds of a budget. */
export class Reservation implements Disposable {
  readonly #budget: Budget;
  #sizeBytes = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Whether more than half of the budget is held by somebody. */
  get isScarce(): boolean {
    return this.#budget.isScarce();
  }

  /** For what has come, not for what was announced: who sends slowly keeps nobody out. */
  grow(moreBytes: number): void {
    this.#budget.change(this.#sizeBytes, moreBytes);
    this.#sizeBytes += moreBytes;
  }

  [Symbol.dispose](): void {
    this.#budget.change(this.#sizeBytes, -this.#sizeBytes);
    this.#sizeBytes = 0;
  }
}
