import { isSpanContextValid } from "@opentelemetry/api";
import { expect, it } from "vitest";

import { TraceId } from "../encode/span-ids.js";
import { createIdGenerator } from "./ids.js";

it("makes ids that are valid and different, beyond one pool of random words", () => {
  const ids = createIdGenerator();
  const contexts = Array.from({ length: 5000 }, () => ids.next().toContext());
  expect(contexts.every(isSpanContextValid)).toBe(true);
  expect(new Set(contexts.map(({ traceId }) => traceId)).size).toBe(5000);
  expect(new Set(contexts.map(({ spanId }) => spanId)).size).toBe(5000);
});

it("keeps to a trace that is given, made or read", () => {
  const ids = createIdGenerator();
  const { trace } = ids.next();
  expect(ids.next(trace).toContext().traceId).toBe(trace.toString());
  const digits = "00f76519f6cd43dd8448eb21ffffffff";
  expect(ids.next(TraceId.parse(digits)).toContext().traceId).toBe(digits);
});

it("never makes an id of zeros only", () => {
  let fills = 0;
  const ids = createIdGenerator((pool) => pool.fill(fills++ === 0 ? 0 : 0x07070707));
  expect(ids.next().toContext()).toMatchObject({
    traceId: "07".repeat(16),
    spanId: "07".repeat(8),
  });
});
