import { isSpanContextValid } from "@opentelemetry/api";
import { expect, it } from "vitest";

import { createIdGenerator } from "./ids.js";

it("makes ids that are valid and different, beyond one pool of random bytes", () => {
  const ids = createIdGenerator();
  const contexts = Array.from({ length: 5000 }, () => ({
    traceId: ids.traceId(),
    spanId: ids.spanId(),
    traceFlags: 1,
  }));
  expect(contexts.every(isSpanContextValid)).toBe(true);
  expect(new Set(contexts.map(({ traceId }) => traceId)).size).toBe(5000);
  expect(new Set(contexts.map(({ spanId }) => spanId)).size).toBe(5000);
});

it("never makes an id of zeros only", () => {
  let fills = 0;
  const ids = createIdGenerator((pool) => pool.fill(fills++ === 0 ? 0 : 7));
  expect([ids.traceId(), ids.spanId()]).toEqual(["07".repeat(16), "07".repeat(8)]);
});
