import { expect, test } from "vitest";

import { BufferPool } from "./buffer-pool.js";
import { LentBytes } from "./lent-bytes.js";

test("gives memory back once, and not again when it is somebody else's", () => {
  const pool = new BufferPool();
  const lent = new LentBytes(pool.take(100), pool);
  lent[Symbol.dispose]();
  const others = pool.take(100);
  expect(others.buffer).toBe(lent.bytes.buffer);
  lent[Symbol.dispose]();
  expect(pool.take(100).buffer).not.toBe(others.buffer);
});
