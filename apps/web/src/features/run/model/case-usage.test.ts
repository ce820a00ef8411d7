import { expect, test } from "vitest";

import { sumUsage, toRunUsage } from "./case-usage.js";

const points = (...values: readonly (readonly [string, number | null])[]) => ({
  events: values.map(([group, value]) => ({
    bucket: "2026-11-01T00:00:00Z",
    group,
    value,
    count: 1,
  })),
});

test("adds up what each session used, over the turn of a month", () => {
  const usage = toRunUsage(
    points(["a", 100], ["b", 20], ["a", 5], ["c", null]),
    points(["a", 0.5], ["b", 0]),
  );
  expect(Object.fromEntries(usage)).toEqual({
    a: { tokens: 105, cost: 0.5 },
    b: { tokens: 20, cost: undefined },
  });
  expect([sumUsage(usage, "tokens"), sumUsage(usage, "cost")]).toEqual([125, 0.5]);
});

test("says nothing where nothing was used", () => {
  expect(sumUsage(toRunUsage(points(), points()), "cost")).toBeUndefined();
});
