import type { DatapointResult } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { describeCases } from "./describe-cases.js";

const ended: DatapointResult = {
  datapoint_id: "a",
  session_id: "s",
  passed: true,
  outcome: "passed",
  error: null,
  duration: 1,
  inputs: { n: 2 },
  outputs: {},
  ground_truth: null,
  metrics: [],
};

const outputsOf = (told: Partial<DatapointResult>): string | undefined =>
  describeCases([{ ...ended, ...told }], { isFull: false }).find((line) =>
    line.includes("outputs"),
  );

test("outputs that are no objects are shown as they came out of the function", () => {
  expect(outputsOf({ outputs: { result: "Oslo" } })).toBe("  outputs  Oslo");
  expect(outputsOf({ outputs: { result: [1] } })).toBe("  outputs  [1]");
  const outputs = { result: 1, sure: true };
  expect(outputsOf({ outputs })).toBe('  outputs  {"result":1,"sure":true}');
});

test("cases that came to nothing have no outputs", () => {
  expect(outputsOf({ outputs: {} })).toBe("  outputs  {}");
  expect(outputsOf({ outputs: {}, outcome: "timed-out", passed: false })).toBeUndefined();
});

test("errors are shown without the colours of their messages, and names on one line", () => {
  const one: DatapointResult = {
    ...ended,
    datapoint_id: "a\nb",
    outcome: "errored",
    error: "\u001b[31mred\u001b[0m boom\u001b[2J",
  };
  expect(describeCases([one], { isFull: false }).slice(0, 2)).toEqual([
    "errored  a b  1 ms",
    String.raw`  error    red boom\x1b[2J`,
  ]);
});
