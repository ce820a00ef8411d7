import { textWidth } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { renderProgressLine } from "./progress-line.js";

const started = {
  name: "run",
  completed: 0,
  total: 10,
  ran: 0,
  errors: 0,
  elapsedMs: 0,
  slowest: undefined,
};

test.each([
  ["░".repeat(30) + "  0/10  run", {}],
  ["█".repeat(15) + "░".repeat(15) + "  5/10  run  eta 5.0 s", { completed: 5, ran: 5 }],
  // Those that had ended before took no time now.
  ["█".repeat(24) + "░".repeat(6) + "  8/10  run  eta 5.0 s", { completed: 8, ran: 2 }],
  ["█".repeat(30) + "  10/10  run  2 errors", { completed: 10, ran: 10, errors: 2 }],
  ["█".repeat(30) + "  0/0  run", { total: 0 }],
])("progress draws %s", (line, state) => {
  const progress = { ...started, elapsedMs: 5000, ...state };
  expect(renderProgressLine(progress, 200)).toBe(line);
});

test("progress names the case that takes long, when it does", () => {
  const running = (runningMs: number): string =>
    renderProgressLine({ ...started, slowest: { datapointId: "dp-7", runningMs } }, 200);
  expect(running(9_999)).not.toContain("dp-7");
  expect(running(10_000)).toMatch(/run {2}dp-7 runs for 10\.0 s$/);
});

test("progress keeps to one line of the terminal, whatever the run is called", () => {
  const state = { completed: 1, total: 2, ran: 1, errors: 0, elapsedMs: 1000, slowest: undefined };
  const line = renderProgressLine({ ...state, name: "評価".repeat(10) }, 60);
  expect(textWidth(line)).toBeLessThan(60);
  expect(line).toContain("評価");
  expect(renderProgressLine({ ...state, name: "run" }, 0)).toContain("1/2  run");
});
