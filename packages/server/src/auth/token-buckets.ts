const maxRemembered = 10_000;

interface Bucket {
  /** Less than 0 where more was spent than there was. */
  readonly tokens: number;
  readonly refilledAtMs: number;
}

/** So many tokens a second for each name, and those of some seconds at once after a pause. */
export class TokenBuckets {
  readonly #perSecond: number;
  readonly #capacity: number;
  readonly #nowMs: () => number;
  /** In order of use. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number, burstSeconds: number, nowMs: () => number) {
    this.#perSecond = perSecond;
    this.#capacity = perSecond * burstSeconds;
    this.#nowMs = nowMs;
  }

  /** Seconds until there is a token; 0 when there is one. */
  waitOf(name: string): number {
    return Math.max(0, (1 - this.#tokensOf(name)) / this.#perSecond);
  }

  spend(name: string): void {
    const tokens = this.#tokensOf(name) - 1;
    this.#buckets.delete(name);
    this.#buckets.set(name, { tokens, refilledAtMs: this.#nowMs() });
    this.#forgetOldest();
  }

  #tokensOf(name: string): number {
    const known = this.#buckets.get(name);
    if (known === undefined) return this.#capacity;
    const refilled = ((this.#nowMs() - known.refilledAtMs) / 1000) * this.#perSecond;
    return Math.min(this.#capacity, known.tokens + refilled);
  }

  /** A bucket that nobody has used for long is full again: it may as well be forgotten. */
  #forgetOldest(): void {
    for (const name of this.#buckets.keys()) {
      if (this.#buckets.size <= maxRemembered) return;
      this.#buckets.delete(name);
    }
  }
}
