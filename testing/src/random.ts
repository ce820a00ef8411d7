export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** A UUID of version 4. */
  uuid(): string;
}

/** The same seed gives the same numbers, for ever (mulberry32). */
export function makeRandom(seed: number): Random {
  let state = (Math.imul(seed, 0x9e3779b9) + 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const hex = (digit: string): string => (digit === "y" ? 8 + below(4) : below(16)).toString(16);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (items) => pickFrom(items, below(items.length)),
    uuid: () => "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replaceAll(/[xy]/g, hex),
  };
}

function pickFrom<Item>(items: readonly Item[], index: number): Item {
  if (items.length === 0) throw new RangeError("expected a list with items to pick from, got []");
  // The index is within the list, whose items may be undefined themselves.
  return items[index] as Item;
}
