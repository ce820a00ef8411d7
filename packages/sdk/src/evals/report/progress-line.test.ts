import { textWidth } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { renderProgressLine } from "./progress-line.js";

test("progress keeps to one line of the terminal, whatever the run is called", () => {
  const state = { completed: 1, total: 2, ran: 1, errors: 0, elapsedMs: 1000, slowest: undefined };
  const line = renderProgressLine({ ...state, name: "評価".repeat(10) }, 60);
  expect(textWidth(line)).toBeLessThan(60);
  expect(line).toContain("評価");
});
