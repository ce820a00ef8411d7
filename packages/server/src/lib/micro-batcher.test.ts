import { afterEach, expect, test, vi } from "vitest";

import { MicroBatcher, QueueFullError, type MicroBatcherOptions } from "./micro-batcher.js";

/** A batcher whose batches are written when the test says so. */
function manualBatcher(limits: Partial<MicroBatcherOptions<string>> = {}): {
  batcher: MicroBatcher<string>;
  batches: (readonly string[])[];
  finish: (error?: Error) => Promise<void>;
} {
  const batches: (readonly string[])[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const batcher = new MicroBatcher<string>({
    maxItems: 3,
    maxBytes: 100,
    maxQueuedBytes: 200,
    ...limits,
    run: (items) => {
      batches.push(items);
      return new Promise((resolve, reject) => {
        waiting.push((error) => (error === undefined ? resolve() : reject(error)));
      });
    },
  });
  const finish = async (error?: Error): Promise<void> => {
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    waiting.shift()?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { batcher, batches, finish };
}

afterEach(() => vi.useRealTimers());

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("writes together what comes in the same turn", async () => {
  const { batcher, batches, finish } = manualBatcher();
  const submissions = ["a", "b", "c"].map((item) => batcher.submit([item], 1));
  await finish();
  await Promise.all(submissions);
  expect(batches).toEqual([["a", "b", "c"]]);
});

test("writes together what comes while a batch is written", async () => {
  const { batcher, batches, finish } = manualBatcher();
  const first = batcher.submit(["a"], 1);
  await turn();
  const others = ["b", "c"].map((item) => batcher.submit([item], 1));
  await finish();
  await finish();
  await Promise.all([first, ...others]);
  expect(batches).toEqual([["a"], ["b", "c"]]);
});

test("writes what waits with what is being made ready, also for a lone submitter", async () => {
  const { batcher, batches, finish } = manualBatcher({ maxItems: 100, gatherMs: 60_000 });
  const arrive = batcher.announce();
  const first = batcher.submit(["a"], 1);
  await turn();
  await turn();
  expect(batches).toEqual([]);
  arrive();
  const second = batcher.submit(["b"], 1);
  await finish();
  await Promise.all([first, second]);
  expect(batches).toEqual([["a", "b"]]);
});

test("waits no longer for what will not come after all", async () => {
  const { batcher, batches, finish } = manualBatcher({ maxItems: 100, gatherMs: 60_000 });
  const giveUp = batcher.announce();
  const submission = batcher.submit(["a"], 1);
  await turn();
  giveUp();
  await finish();
  await submission;
  expect(batches).toEqual([["a"]]);
});

test("waits for what is being made ready as long as writing what waits would take", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const limits = { maxItems: 100, gatherMs: 10, longestGatherMs: 50 };
  const { batcher, batches, finish } = manualBatcher(limits);
  const first = batcher.submit("abcd".split(""), 1);
  await turn();
  await vi.advanceTimersByTimeAsync(40);
  await finish();
  await first;
  const arrive = batcher.announce();
  const few = batcher.submit(["A", "B"], 1);
  await turn();
  await vi.advanceTimersByTimeAsync(19);
  expect(batches).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  await turn();
  await vi.advanceTimersByTimeAsync(20);
  await finish();
  await few;
  const many = batcher.submit(Array.from("ABCDEFGHIJ"), 1);
  await turn();
  await vi.advanceTimersByTimeAsync(49);
  expect(batches).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  await finish();
  await many;
  arrive();
  expect(batches.map((batch) => batch.join(""))).toEqual(["abcd", "AB", "ABCDEFGHIJ"]);
});

test("lets a lone submitter wait for nobody", async () => {
  const { batcher, batches, finish } = manualBatcher({ gatherMs: 60_000 });
  for (const item of ["a", "b"]) {
    const submission = batcher.submit([item], 1);
    await turn();
    expect(batches.at(-1)).toEqual([item]);
    await finish();
    await submission;
  }
});

test("waits for those that it has just answered", async () => {
  const { batcher, batches, finish } = manualBatcher({ gatherMs: 60_000 });
  const first = batcher.submit(["a"], 1);
  await turn();
  const second = batcher.submit(["b"], 1);
  await finish();
  await first;
  await turn();
  expect(batches).toEqual([["a"]]);
  const third = batcher.submit(["c"], 1);
  await finish();
  await Promise.all([second, third]);
  expect(batches).toEqual([["a"], ["b", "c"]]);
});

test("waits for all that it answered together, also when nothing waited any more", async () => {
  const { batcher, batches, finish } = manualBatcher({ gatherMs: 60_000 });
  const first = ["a", "b"].map((item) => batcher.submit([item], 1));
  await finish();
  await Promise.all(first);
  const second = batcher.submit(["a again"], 1);
  await turn();
  await turn();
  expect(batches).toEqual([["a", "b"]]);
  const third = batcher.submit(["b again"], 1);
  await finish();
  await Promise.all([second, third]);
  expect(batches).toEqual([
    ["a", "b"],
    ["a again", "b again"],
  ]);
});

test("waits on as long as they come back, and not for ever", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const limits = { maxItems: 100, gatherMs: 10, maxGatherMs: 25 };
  const { batcher, batches, finish } = manualBatcher(limits);
  const first = Array.from("abcdef", (item) => batcher.submit([item], 1));
  await finish();
  await Promise.all(first);
  const again: Promise<void>[] = [];
  for (const item of "ABCDE") {
    again.push(batcher.submit([item], 1));
    await turn();
    await vi.advanceTimersByTimeAsync(8);
  }
  await finish();
  await turn();
  await vi.advanceTimersByTimeAsync(10);
  await finish();
  await Promise.all(again);
  expect(batches.map((batch) => batch.join(""))).toEqual(["abcdef", "ABCD", "E"]);
});

test("waits for as much as it has just written, in however many pieces it comes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const { batcher, batches, finish } = manualBatcher({ maxItems: 100, gatherMs: 10 });
  const first = ["abc", "def"].map((items) => batcher.submit(items.split(""), 1));
  await finish();
  await Promise.all(first);
  const again = ["A", "B", "CDEF"].map((items) => batcher.submit(items.split(""), 1));
  await finish();
  await Promise.all(again);
  expect(batches.map((batch) => batch.join(""))).toEqual(["abcdef", "ABCDEF"]);
});

test("waits longer where writing takes long, and less for the last of what it waits for", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const limits = { maxItems: 100, gatherMs: 10, longestGatherMs: 50 };
  const { batcher, batches, finish } = manualBatcher(limits);
  const first = ["abcd", "efgh"].map((items) => batcher.submit(items.split(""), 1));
  await turn();
  await vi.advanceTimersByTimeAsync(160);
  await finish();
  await Promise.all(first);
  const again = [batcher.submit(["A"], 1)];
  await turn();
  await vi.advanceTimersByTimeAsync(35);
  again.push(batcher.submit("BCDEF".split(""), 1));
  await vi.advanceTimersByTimeAsync(9);
  expect(batches).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  await finish();
  await Promise.all(again);
  expect(batches.map((batch) => batch.join(""))).toEqual(["abcdefgh", "ABCDEF"]);
});

test("waits no longer when its time was over before somebody came back", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const timers = vi.spyOn(globalThis, "setTimeout");
  const limits = { maxItems: 100, gatherMs: 60_000, maxGatherMs: 60_000 };
  const { batcher, batches, finish } = manualBatcher(limits);
  const first = ["a", "b", "c"].map((item) => batcher.submit([item], 1));
  await finish();
  await Promise.all(first);
  const again = [batcher.submit(["A"], 1)];
  await turn();
  // Whoever came back kept the loop busy for longer than anybody is waited for.
  vi.advanceTimersByTime(60_001);
  again.push(batcher.submit(["B"], 1));
  await finish();
  await Promise.all(again);
  expect(batches.map((batch) => batch.join(""))).toEqual(["abc", "AB"]);
  expect(timers.mock.calls.filter(([, delayMs = 0]) => delayMs < 0)).toEqual([]);
  timers.mockRestore();
});

test("waits no longer than it may for those that do not come back", async () => {
  const { batcher, batches, finish } = manualBatcher({ gatherMs: 1 });
  const first = batcher.submit(["a"], 1);
  await turn();
  const second = batcher.submit(["b"], 1);
  await finish();
  await finish();
  await Promise.all([first, second]);
  expect(batches).toEqual([["a"], ["b"]]);
});

test("writes no batch over its limits of items and bytes", async () => {
  const { batcher, batches, finish } = manualBatcher();
  const submissions = [
    batcher.submit(["a", "b", "c", "d"], 4),
    batcher.submit(["e"], 60),
    batcher.submit(["f"], 60),
  ];
  for (let batch = 0; batch < 3; batch++) await finish();
  await Promise.all(submissions);
  expect(batches).toEqual([["a", "b"], ["c", "d", "e"], ["f"]]);
});

test("tells those whose batch failed, and nobody else", async () => {
  const { batcher, finish } = manualBatcher();
  const first = batcher.submit(["a"], 1);
  await turn();
  const second = batcher.submit(["b"], 1);
  const failure = expect(first).rejects.toThrow("disk full");
  await finish(new Error("disk full"));
  await finish();
  await failure;
  await second;
});

test("refuses what does not fit the queue, and takes it once there is room", async () => {
  const { batcher, finish } = manualBatcher();
  const first = batcher.submit(["a"], 90);
  const second = batcher.submit(["b"], 90);
  await expect(batcher.submit(["c"], 90)).rejects.toThrow(QueueFullError);
  await finish();
  await first;
  const third = batcher.submit(["c"], 90);
  await finish();
  await finish();
  await Promise.all([second, third]);
  expect(batcher.queuedBytes).toBe(0);
});

test("drains what is waiting", async () => {
  const { batcher, batches, finish } = manualBatcher();
  void batcher.submit(["a"], 1);
  await turn();
  void batcher.submit(["b"], 1);
  const drained = batcher.drain();
  await finish();
  await finish();
  await drained;
  expect(batches).toEqual([["a"], ["b"]]);
});
