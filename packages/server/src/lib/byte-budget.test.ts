import { expect, test } from "vitest";

import { ByteBudget } from "./byte-budget.js";
import { QueueFullError } from "./micro-batcher.js";

test("refuses what does not fit beside what is held, and takes it once that is released", () => {
  const budget = new ByteBudget(100);
  const held = budget.reserve(60);
  expect(() => budget.reserve(60)).toThrow(QueueFullError);
  held[Symbol.dispose]();
  budget.reserve(60);
});

test("takes one request that is larger than the budget, when it is alone", () => {
  const budget = new ByteBudget(100);
  const large = budget.reserve(500);
  expect(() => budget.reserve(1)).toThrow(QueueFullError);
  large[Symbol.dispose]();
});

test("takes one that grows beyond the budget when it is alone, and refuses the next part of one that is not", () => {
  const budget = new ByteBudget(100);
  using other = budget.reserve(0);
  {
    using growing = budget.reserve(0);
    for (const part of [80, 80]) growing.grow(part);
    expect(() => other.grow(1)).toThrow(QueueFullError);
  }
  other.grow(1);
  expect(budget.reservedBytes).toBe(1);
});
