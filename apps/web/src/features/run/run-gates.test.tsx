import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { makeRun } from "../../testing/make-run.js";
import { RunGates } from "./run-gates.js";

test("shows the gates that failed before those that passed, with what came", () => {
  const gates = [
    { metric: "f1", hasPassed: true, message: "f1 must be at least 0.8, got 0.9000" },
    { metric: "cost", hasPassed: false, message: "cost must be at most 1, got 2.0000" },
  ];
  render(<RunGates run={makeRun({ results: { gates } })} />);
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "✗ gate failedcost must be at most 1, got 2.0000",
    "✓ gate passedf1 must be at least 0.8, got 0.9000",
  ]);
});

test("shows nothing of a run without gates", () => {
  const { container } = render(<RunGates run={makeRun({})} />);
  expect(container.textContent).toBe("");
});
