import { expect, test } from "vitest";

import { LoopTurns } from "./loop-turns.js";

/** Steps that take a while each, and note when they are taken. */
function* slowSteps(name: string, seen: string[]): Generator<void, string> {
  for (let step = 0; step < 4; step++) {
    const startMs = performance.now();
    while (performance.now() - startMs < 6);
    seen.push(name);
    yield;
  }
  return name;
}

test("gives others a chance between two turns, however many wait for one", async () => {
  const turns = new LoopTurns();
  const seen: string[] = [];
  let isDone = false;
  const tick = (): void => {
    seen.push("-");
    if (!isDone) setImmediate(tick);
  };
  setImmediate(tick);
  const names = await Promise.all(["a", "b", "c"].map((name) => turns.run(slowSteps(name, seen))));
  isDone = true;
  expect(names).toEqual(["a", "b", "c"]);
  expect(seen.join("")).not.toMatch(/[abc]{2}/);
  expect(seen.filter((name) => name !== "-").join("")).toBe("abcabcabcabc");
});

test("visits in order, and ends with what a visit throws", async () => {
  const turns = new LoopTurns();
  const seen: number[] = [];
  await turns.visit([1, 2, 3], (item) => seen.push(item));
  expect(seen).toEqual([1, 2, 3]);
  const failing = turns.visit([1], () => {
    throw new Error("unreadable");
  });
  await expect(failing).rejects.toThrow("unreadable");
  expect(await turns.run(slowSteps("next", []))).toBe("next");
});
