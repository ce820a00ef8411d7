import { expect, test } from "vitest";

import { GatheredReads } from "./gathered-reads.js";

/** Something that answers with what it was asked for, and how often it was asked. */
function open(fails: () => boolean = () => false) {
  const asked: (readonly string[])[] = [];
  const reads = new GatheredReads(async (projectId, ids) => {
    asked.push(ids);
    await new Promise((resolve) => setImmediate(resolve));
    if (fails()) throw new Error("away");
    return new Map(ids.filter((id) => id !== "none").map((id) => [id, `${projectId} ${id}`]));
  });
  return { reads, asked };
}

test("who asks meanwhile is answered by the next answer, each with what is theirs", async () => {
  const { reads, asked } = open();
  const ids = Array.from({ length: 1200 }, (_, n) => String(n));
  const first = reads.read("a", "first");
  const own = [...ids, "7", "none"].map((id) => reads.read("a", id));
  const others = [reads.read("b", "7"), reads.read("b", "none")];
  expect(await first).toBe("a first");
  const named = [...ids, "7"].map((id) => `a ${id}`);
  expect(await Promise.all(own)).toEqual([...named, undefined]);
  expect(await Promise.all(others)).toEqual(["b 7", undefined]);
  expect(asked.length).toBeLessThan(6);
  expect(Math.max(...asked.map(({ length }) => length))).toBeLessThan(600);
  expect(await reads.read("a", "later")).toBe("a later");
});

test("who asked is told of a failure, and the next is asked anew", async () => {
  let isAway = true;
  const { reads } = open(() => isAway);
  const failed = await Promise.allSettled([reads.read("a", "1"), reads.read("b", "1")]);
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isAway = false;
  expect(await reads.read("a", "1")).toBe("a 1");
});

test("what was asked while an answer was on its way is asked after it", async () => {
  const { reads, asked } = open();
  const first = reads.read("a", "1");
  await new Promise((resolve) => setImmediate(resolve));
  const second = reads.read("a", "1");
  expect([await first, await second]).toEqual(["a 1", "a 1"]);
  expect(asked).toEqual([["1"], ["1"]]);
});
