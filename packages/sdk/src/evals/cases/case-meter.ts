/** What one case has taken: calls, time and money. */
export class CaseMeter {
  /** Of the last call alone: waiting between calls is not the function's time. */
  durationMs = 0;
  attempts = 0;
  cost: number | undefined;
  /** Model calls of the function, not of its evaluators, that a cache answered. */
  cachedCalls = 0;

  /** Adds US dollars. What is no amount is ignored: a wrong report must not fail the case. */
  readonly addCost = (usd: number): void => {
    if (Number.isFinite(usd) && usd >= 0) this.cost = (this.cost ?? 0) + usd;
  };

  async measure<Result>(call: () => Promise<Result>): Promise<Result> {
    this.attempts++;
    const startedAt = performance.now();
    try {
      return await call();
    } finally {
      this.durationMs = performance.now() - startedAt;
    }
  }
}
