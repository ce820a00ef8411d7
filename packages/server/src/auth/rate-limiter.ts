import { HttpError } from "../lib/http-error.js";

/** How many seconds of requests may come at once after a pause. */
const burstSeconds = 5;
const maxRemembered = 10_000;

interface Bucket {
  tokens: number;
  refilledAtMs: number;
}

/** So many requests a second for each key, and a burst after a pause. */
export class RateLimiter {
  readonly #perSecond: number;
  readonly #nowMs: () => number;
  /** In order of use. */
  readonly #buckets = new Map<string, Bucket>();

  /** 0 limits nothing. */
  constructor(perSecond: number, nowMs: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#nowMs = nowMs;
  }

  /** Counts a request; throws 429 with the time to wait when it is one too many. */
  take(key: string): void {
    if (this.#perSecond <= 0) return;
    const nowMs = this.#nowMs();
    const capacity = this.#perSecond * burstSeconds;
    const known = this.#buckets.get(key) ?? { tokens: capacity, refilledAtMs: nowMs };
    const refilled = ((nowMs - known.refilledAtMs) / 1000) * this.#perSecond;
    const tokens = Math.min(capacity, known.tokens + refilled);
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: Math.max(0, tokens - 1), refilledAtMs: nowMs });
    this.#forgetOldest();
    if (tokens < 1) throw this.#tooMany((1 - tokens) / this.#perSecond);
  }

  #tooMany(waitSeconds: number): HttpError {
    const wait = Math.max(1, Math.ceil(waitSeconds));
    return new HttpError(
      429,
      "RATE_LIMITED",
      `Expected at most ${this.#perSecond} requests a second for a key, got more. Send the request again in ${wait} s, or several events in one request.`,
      { headers: { "retry-after": String(wait) } },
    );
  }

  /** A bucket that nobody has used for long is full again: it may as well be forgotten. */
  #forgetOldest(): void {
    for (const key of this.#buckets.keys()) {
      if (this.#buckets.size <= maxRemembered) return;
      this.#buckets.delete(key);
    }
  }
}
