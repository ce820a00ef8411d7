// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { ScoreDelta } from "./score-delta.js";

afterEach(cleanup);

function scored(value: string): {
  readonly name: string;
  readonly event_name: string;
  readonly event_type: string;
  readonly value: string;
  readonly passed: boolean;
} {
  return { name: "tone", event_name: "run", event_type: "session", value, passed: true };
}

test("names a label that nobody can see, and the one that a case had before", () => {
  const label = { delta: undefined, change: "other label", direction: "other label" } as const;
  render(<ScoreDelta score={{ ...label, old: scored(" "), new: scored("rude") }} />);
  expect(screen.getByTitle("(empty) → rude").textContent).toBe("rudewas (empty)");
});

test("says of a label that it is the same", () => {
  const label = { delta: undefined, change: "same", direction: "same" } as const;
  render(<ScoreDelta score={{ ...label, old: scored("rude"), new: scored("rude") }} />);
  expect(screen.getByTitle("rude → rude").textContent).toBe("rudesame");
});
