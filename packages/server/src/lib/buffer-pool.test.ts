import { afterEach, expect, test, vi } from "vitest";

import { until } from "../testing/until.js";
import { BufferPool } from "./buffer-pool.js";

const megabyte = 1024 * 1024;

afterEach(() => vi.useRealTimers());

test("lends the same memory again once it is given back, and never twice at a time", () => {
  const pool = new BufferPool({ maxIdleBytes: 8 * megabyte });
  const first = pool.take(megabyte);
  expect(pool.take(megabyte).buffer).not.toBe(first.buffer);
  pool.giveBack(first.subarray(10, 20));
  pool.giveBack(first);
  const again = pool.take(megabyte - 5);
  expect(again.buffer).toBe(first.buffer);
  expect(again).toHaveLength(megabyte - 5);
  expect(pool.take(megabyte).buffer).not.toBe(first.buffer);
});

test("keeps no more than it may, nothing for much less, and nothing that it did not lend", () => {
  const pool = new BufferPool({ maxIdleBytes: 2 * megabyte });
  const buffers = Array.from({ length: 4 }, () => pool.take(megabyte));
  for (const buffer of buffers) pool.giveBack(buffer);
  pool.giveBack(Buffer.alloc(100));
  expect(pool.idleBytes).toBe(2 * megabyte);
  const kept = new Set(buffers.map(({ buffer }) => buffer));
  expect(kept.has(pool.take(1000).buffer)).toBe(false);
  expect(kept.has(pool.take(2 * megabyte).buffer)).toBe(false);
});

test("gives up what nobody wants for a while: what was used last is lent first", async () => {
  const pool = new BufferPool({ keepMs: 20 });
  const [first, last] = [pool.take(megabyte), pool.take(megabyte)];
  pool.giveBack(first);
  pool.giveBack(last);
  expect(pool.take(megabyte).buffer).toBe(last.buffer);
  await until(() => pool.idleBytes === 0);
  pool.giveBack(last);
  expect(pool.take(megabyte).buffer).toBe(last.buffer);
});

test("keeps what was used in the meantime", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const pool = new BufferPool({ keepMs: 1000 });
  const [first, last] = [pool.take(megabyte), pool.take(megabyte)];
  pool.giveBack(first);
  await vi.advanceTimersByTimeAsync(600);
  pool.giveBack(last);
  await vi.advanceTimersByTimeAsync(400);
  expect(pool.idleBytes).toBe(megabyte);
  await vi.advanceTimersByTimeAsync(1000);
  expect(pool.idleBytes).toBe(0);
});
