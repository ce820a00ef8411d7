import type { DatapointResult } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { describeCases } from "./describe-cases.js";

test("errors are shown without the colours of their messages, and names on one line", () => {
  const one: DatapointResult = {
    datapoint_id: "a\nb",
    session_id: "s",
    passed: false,
    outcome: "errored",
    error: "\u001b[31mred\u001b[0m boom\u001b[2J",
    duration: 1,
    inputs: {},
    outputs: {},
    ground_truth: null,
    metrics: [],
  };
  expect(describeCases([one], { isFull: false }).slice(0, 2)).toEqual([
    "errored  a b  1 ms",
    String.raw`  error    red boom\x1b[2J`,
  ]);
});
