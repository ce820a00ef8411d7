import { expect, test } from "vitest";

import { Turns } from "./turns.js";

const refuse = (): Error => new Error("too many");

test("lets as many work at once as it may, the others in their order, and refuses what is beyond", async () => {
  const turns = new Turns({ running: 2, waiting: 2 });
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const taken = [0, 1, 2, 3].map((id) =>
    turns.take(async () => {
      started.push(id);
      await new Promise<void>((resolve) => ends.push(resolve));
      return id;
    }, refuse),
  );
  await expect(turns.take(() => Promise.resolve(4), refuse)).rejects.toThrow("too many");
  expect(started).toEqual([0, 1]);
  ends[1]?.();
  expect(await taken[1]).toBe(1);
  await expect.poll(() => started).toEqual([0, 1, 2]);
  ends[0]?.();
  ends[2]?.();
  await expect.poll(() => ends.length).toBe(4);
  ends[3]?.();
  expect(await Promise.all(taken)).toEqual([0, 1, 2, 3]);
});

test("gives the place of what failed to the next", async () => {
  const turns = new Turns({ running: 1, waiting: 1 });
  const failing = turns.take(() => Promise.reject(new Error("failed")), refuse);
  const next = turns.take(() => Promise.resolve("done"), refuse);
  await expect(failing).rejects.toThrow("failed");
  expect(await next).toBe("done");
});
