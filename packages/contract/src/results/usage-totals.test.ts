import { expect, test } from "vitest";

import { comparableUsage, usageOfCase, type MeasuredCase } from "../runs/case-usage.js";
import { usageTotals } from "./usage-totals.js";

const tokens = { totalTokens: 100 };
const ended = { outcome: "passed", error: null, duration: 7 };

test("what a case spent counts however it ended, how long it took where it gave something to score", () => {
  const cases: MeasuredCase[] = [
    { outcome: "passed", durationMs: 10, usage: tokens, cost: 0.25 },
    { outcome: "failed", durationMs: 30, usage: tokens, cost: 0.25 },
    { outcome: "timed-out", durationMs: 60_000, usage: tokens, cost: 0.5 },
    { outcome: "passed", durationMs: 1, usage: tokens, cost: 0.25, cachedFunctionCalls: 1 },
    { outcome: "passed", durationMs: 20, usage: tokens, cost: 0.25, cachedCalls: 1 },
    { outcome: "skipped" },
  ];
  expect(usageTotals(cases.map((one) => ({ ...ended, usage: usageOfCase(one) })))).toEqual([
    { name: "duration_ms", text: "median 20 ms, p95 29 ms (3 of 6)" },
    { name: "total_tokens", text: "500 (5 of 6)" },
    { name: "cost_usd", text: "$1.5 (5 of 6)" },
  ]);
  const compared = cases.map(comparableUsage);
  expect(compared.map((one) => one?.total_tokens ?? 0)).toEqual([100, 100, 0, 100, 100, 0]);
  expect(compared.map((one) => one?.cost_usd ?? 0)).toEqual([0.25, 0.25, 0, 0, 0, 0]);
});

test("says nothing of what no case says", () => {
  const failed: MeasuredCase = { outcome: "errored", durationMs: 5 };
  expect(usageTotals([{ ...ended, usage: usageOfCase(failed) }])).toEqual([]);
});

test("takes all of a case for its time where its client says neither an outcome nor a time", () => {
  const unsaid = { outcome: null, error: null, duration: 20 };
  const cases = [unsaid, { ...unsaid, duration: 40 }, { ...unsaid, error: "too late" }];
  expect(usageTotals(cases)).toEqual([
    { name: "duration_ms", text: "median 30 ms, p95 39 ms (2 of 3)" },
  ]);
});
