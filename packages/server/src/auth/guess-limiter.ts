import { isIPv6 } from "node:net";

import { HttpError } from "../lib/http-error.js";
import { TokenBuckets } from "./token-buckets.js";

/** How many seconds of guesses may come at once after a pause. */
const burstSeconds = 10;

/** So many unknown keys a second from each address. After that only keys that were in use lately are looked at. */
export class GuessLimiter {
  readonly #perSecond: number;
  readonly #buckets: TokenBuckets;

  /** 0 limits nothing. */
  constructor(perSecond: number, nowMs: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#buckets = new TokenBuckets(perSecond, burstSeconds, nowMs);
  }

  /** Throws 429 when the address has guessed too often. */
  assertMayGuess(address: string): void {
    if (this.#perSecond <= 0) return;
    const waitSeconds = this.#buckets.waitOf(blockOf(address));
    if (waitSeconds === 0) return;
    const wait = Math.max(1, Math.ceil(waitSeconds));
    throw new HttpError(
      429,
      "RATE_LIMITED",
      `Expected a key that this server knows, got too many others from this address. Check the key, and send the request again in ${wait} s.`,
      { headers: { "retry-after": String(wait) } },
    );
  }

  /** Guesses that were under way at the same time are all counted, so that the address owes them. */
  guessed(address: string): void {
    if (this.#perSecond > 0) this.#buckets.spend(blockOf(address));
  }
}

/** Whoever has one IPv6 address has 2⁶⁴ of them. */
function blockOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups =
    tail === undefined
      ? before
      : [
          ...before,
          ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0"),
          ...after,
        ];
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(":");
}
