import type { Turn } from "../limits/adaptive-limit.js";

export interface PoolWork<Item, Result> {
  /** The result of an item that need not run. */
  readonly recall: (item: Item) => Result | undefined;
  /** Waits for what an item may have to wait for. */
  readonly enter: () => Turn | Promise<Turn>;
  readonly run: (item: Item, turn: Turn) => Promise<Result>;
  /** Called with each result of `run`, outside of what ran. */
  readonly onEnd: (result: Result) => unknown;
}

/** Works on the items, at most `concurrency` at a time, in order. Results keep the order of the items. */
export async function runPool<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: PoolWork<Item, Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  // One function for each worker and none for each item: its promises would cost as much as a span.
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      const item = items[index];
      if (item === undefined) continue;
      const known = work.recall(item);
      if (known !== undefined) {
        results[index] = known;
        continue;
      }
      const entered = work.enter();
      const turn = entered instanceof Promise ? await entered : entered;
      try {
        const result = await work.run(item, turn);
        results[index] = result;
        work.onEnd(result);
      } finally {
        turn.leave();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  return results;
}
