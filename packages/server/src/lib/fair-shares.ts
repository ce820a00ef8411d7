/**
 * Somebody may hold so many times what stays free: alone seven eighths, two of them seven fifteenths each. However many
 * there are, and however fast they are, there is room for the next one.
 */
const timesFree = 7;

/** Whoever holds no more than this part of the limit … */
const smallShare = 1 / 16;
/** … may take it up to so much beyond the limit: a single body may be as large as the limit. */
const beyondLimit = 1.25;

/** What is limited, and who holds how much of it. */
export class FairShares {
  readonly limit: number;
  #total = 0;
  readonly #held = new Map<string, number>();

  constructor(limit: number) {
    this.limit = limit;
  }

  get total(): number {
    return this.#total;
  }

  /** Whether the owner may take more; without an owner, whether there is room. */
  fits(more: number, owner?: string): boolean {
    const total = this.#total + more;
    if (owner === undefined) return total <= this.limit;
    const own = this.#heldBy(owner) + more;
    if (own <= timesFree * (this.limit - total)) return true;
    return own <= this.limit * smallShare && total <= this.limit * beyondLimit;
  }

  /** @param more less than 0 to give back */
  add(more: number, owner?: string): void {
    this.#total += more;
    if (owner === undefined) return;
    const own = this.#heldBy(owner) + more;
    // Sums of parts of numbers need not come out even.
    if (own > 0.5) this.#held.set(owner, own);
    else this.#held.delete(owner);
  }

  #heldBy(owner: string): number {
    return this.#held.get(owner) ?? 0;
  }
}
