import { FairShares } from "./fair-shares.js";
import { QueueFullError } from "./micro-batcher.js";

/** Bytes of requests that are being read and decoded: what is not in the queue yet is bounded too. */
export class ByteBudget {
  readonly #shares: FairShares;

  constructor(limitBytes: number) {
    this.#shares = new FairShares(limitBytes);
  }

  get reservedBytes(): number {
    return this.#shares.total;
  }

  /**
   * Held until it is disposed. One request alone may be larger than the budget; otherwise each owner has a share of it
   * that leaves room for others.
   */
  reserve(sizeBytes: number, owner?: string): Reservation {
    const reservation = new Reservation({
      change: (own, more) => this.#change({ own, more, owner }),
      isScarce: () => this.#shares.total > this.#shares.limit / 2,
    });
    reservation.grow(sizeBytes);
    return reservation;
  }

  #change({ own, more, owner }: Change): void {
    const { total, limit } = this.#shares;
    if (more > 0 && total > own && !this.#shares.fits(more, owner)) {
      const whose = total + more > limit ? "" : ", and the rest is for others";
      throw new QueueFullError(
        `Expected room for ${more} bytes, but ${total} of ${limit} are being read${whose}.`,
      );
    }
    this.#shares.add(more, owner);
  }
}

interface Change {
  /** What the request holds already. */
  readonly own: number;
  readonly more: number;
  readonly owner: string | undefined;
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
