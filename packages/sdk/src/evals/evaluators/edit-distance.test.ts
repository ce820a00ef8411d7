import { describe, expect, it } from "vitest";

import { editDistance } from "./edit-distance.js";

const { signal } = new AbortController();

/** By the definition. */
function slowDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const kept = (row[j] ?? 0) + Number(left[i] !== right[j]);
      next.push(Math.min(kept, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

function seededText(length: number, seed: number, letters: string): string {
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff) >> 8;
  return Array.from({ length }, () => letters[next() % letters.length]).join("");
}

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["flaw", "lawn", 2],
    ["a\u{1f600}b", "ab", 2],
    ["\uffff", "\u0000", 1],
  ])("of %j and %j is %i", (left, right, distance) => {
    expect(editDistance(left, right, signal)).toBe(distance);
    expect(editDistance(right, left, signal)).toBe(distance);
  });

  const lengths = [1, 2, 31, 32, 33, 63, 64, 65, 96, 100, 257];
  it.each(lengths)("of texts of about %i letters is that of the definition", async (length) => {
    for (const letters of ["ab", "abcdefgh", "aàéß漢字😀"]) {
      for (const other of [...lengths, 0]) {
        const [left, right] = [seededText(length, 1, letters), seededText(other, 2, letters)];
        const edited = `${left.slice(1, length >> 1)}x${left.slice(length >> 1)}`;
        expect(await editDistance(left, right, signal)).toBe(slowDistance(left, right));
        expect(await editDistance(left, edited, signal)).toBe(slowDistance(left, edited));
      }
    }
  });

  it("of a hundred thousand letters is there while one waits, and can be given up", async () => {
    const [left, right] = [1, 2].map((seed) => seededText(100_000, seed, "abcdefghij")) as [
      string,
      string,
    ];
    const distance = await editDistance(left, right, signal);
    expect(distance).toBeGreaterThan(50_000);
    expect(distance).toBeLessThan(80_000);
    const abort = new AbortController();
    const pending = editDistance(left, right, abort.signal);
    abort.abort(new Error("too late"));
    await expect(pending).rejects.toThrow("too late");
  }, 20_000);
});
