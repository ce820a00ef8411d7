const step = 0x6d2b79f5;

/**
 * A small, seeded generator of uniform 32-bit numbers (mulberry32): fills a list with those that come next, or with those
 * from a position on.
 */
export function mulberry32(start: number): (into: Uint32Array, position?: number) => void {
  let next = start | 0;
  return (into, position) => {
    // Within the loop, so that it stays a machine word: this is most of what comparing runs costs.
    let state = position === undefined ? next : (start + Math.imul(position, step)) | 0;
    for (let index = 0; index < into.length; index++) {
      state = (state + step) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      into[index] = mixed ^ (mixed >>> 14);
    }
    next = state;
  };
}
