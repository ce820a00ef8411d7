import { expect, test } from "vitest";

import { runGates } from "./run-gates.js";

test("reads what the client says of its gates, and nothing that is none of ours", () => {
  const gate = { metric: "f1", hasPassed: false, message: "f1 must be at least 0.8, got 0.7000" };
  expect(runGates({ gates: [gate, null, "f1", { metric: "f1" }] })).toEqual([gate]);
  expect([runGates({}), runGates({ gates: { f1: gate } })]).toEqual([[], []]);
});
