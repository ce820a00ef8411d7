/** A small, seeded generator of uniform 32-bit numbers (mulberry32): fills a list with those that come next. */
export function mulberry32(start: number): (into: Uint32Array) => void {
  let next = start | 0;
  return (into) => {
    // Within the loop, so that it stays a machine word: this is most of what comparing runs costs.
    let state = next;
    for (let index = 0; index < into.length; index++) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      into[index] = mixed ^ (mixed >>> 14);
    }
    next = state;
  };
}
