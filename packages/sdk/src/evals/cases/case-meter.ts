import type { CallCounts } from "../types/model-cache.js";

const noCalls: CallCounts = { hits: 0, misses: 0, bypassed: 0 };

/** What one case has taken: calls, time and money. */
export class CaseMeter {
  /** Of the last call alone: waiting between calls is not the function's time. */
  durationMs = 0;
  attempts = 0;
  cost: number | undefined;
  /** Counted up by who caches the case's model calls, if anybody does. */
  private readonly calls: CallCounts;
  private counted = noCalls;
  private costBefore = 0;
  private startedAt = 0;
  private readonly onLateCost: ((usd: number) => void) | undefined;
  private hasEnded = false;
  /** Model calls of the function, not of its evaluators, that a cache answered. */
  cachedCalls = 0;

  /** @param onLateCost hears of what is reported when the case has ended, such as by a call that timed out */
  constructor(calls: CallCounts = noCalls, onLateCost?: (usd: number) => void) {
    this.calls = calls;
    this.onLateCost = onLateCost;
  }

  /** Adds US dollars. What is no amount is ignored: a wrong report must not fail the case. */
  readonly addCost = (usd: number): void => {
    if (!Number.isFinite(usd) || usd < 0) return;
    if (this.hasEnded) this.onLateCost?.(usd);
    else this.cost = (this.cost ?? 0) + usd;
  };

  /** The case has its result. */
  end(): void {
    this.hasEnded = true;
  }

  /**
   * Ends a stretch of the case, such as its function. Where a cache answered all model calls of it, what was reported as
   * its cost has not been spent, and is taken back.
   */
  endStretch(): void {
    const { hits, misses, bypassed } = this.calls;
    const isCached =
      hits > this.counted.hits && misses + bypassed === this.counted.misses + this.counted.bypassed;
    if (isCached && this.cost !== undefined) this.cost = this.costBefore;
    this.counted = { hits, misses, bypassed };
    this.costBefore = this.cost ?? 0;
  }

  startAttempt(): void {
    this.attempts++;
    this.startedAt = performance.now();
  }

  readonly endAttempt = (): void => {
    this.durationMs = performance.now() - this.startedAt;
  };
}
