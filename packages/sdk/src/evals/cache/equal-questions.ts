/** A model that says nothing for so long may never: one connection that hangs must not hang all cases that ask the same. */
const maxWaitMs = 30_000;

/** Questions that are under way: of those that are equal one is asked, and the others wait for its answer. */
export class EqualQuestions {
  private readonly underWay = new Map<string, Promise<void>>();

  /**
   * Resolves at once for the first who asks; for others when the first has ended, whatever came of it: they do not wait a
   * second time. Rejects with the reason of `signal`.
   *
   * @returns what ends the wait of others
   */
  async begin(key: string, signal: AbortSignal | null | undefined): Promise<() => void> {
    const first = this.underWay.get(key);
    if (first !== undefined) {
      await untilEnd(first, signal);
      return () => undefined;
    }
    let wake = (): void => undefined;
    this.underWay.set(key, new Promise((resolve) => (wake = resolve)));
    return () => {
      this.underWay.delete(key);
      wake();
    };
  }
}

async function untilEnd(
  first: Promise<void>,
  signal: AbortSignal | null | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  let settle = (): void => undefined;
  const otherwise = new Promise<void>((resolve) => (settle = resolve));
  const timer = setTimeout(settle, maxWaitMs);
  signal?.addEventListener("abort", settle);
  await Promise.race([first, otherwise]);
  clearTimeout(timer);
  signal?.removeEventListener("abort", settle);
  signal?.throwIfAborted();
}
