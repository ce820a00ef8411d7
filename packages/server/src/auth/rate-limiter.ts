import { HttpError } from "../lib/http-error.js";
import { TokenBuckets } from "./token-buckets.js";

/** How many seconds of requests may come at once after a pause. */
const burstSeconds = 5;

/** So many requests a second for each key, and a burst after a pause. */
export class RateLimiter {
  readonly #perSecond: number;
  readonly #buckets: TokenBuckets;

  /** 0 limits nothing. */
  constructor(perSecond: number, nowMs: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#buckets = new TokenBuckets(perSecond, burstSeconds, nowMs);
  }

  /** Counts a request of the key with this id; throws 429 with the time to wait when it is one too many. */
  take(key: string): void {
    if (this.#perSecond <= 0) return;
    const waitSeconds = this.#buckets.waitOf(key);
    if (waitSeconds === 0) return this.#buckets.spend(key);
    const wait = Math.max(1, Math.ceil(waitSeconds));
    throw new HttpError(
      429,
      "RATE_LIMITED",
      `Expected at most ${this.#perSecond} requests a second for the key \`${key}\`, got more. Send the request again in ${wait} s, or several events in one request.`,
      { headers: { "retry-after": String(wait) } },
    );
  }
}
