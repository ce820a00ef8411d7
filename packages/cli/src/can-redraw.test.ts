import { expect, test } from "vitest";

import { canRedraw } from "./can-redraw.js";

test.each([
  [true, {}, true],
  [true, { CI: "", TERM: "xterm" }, true],
  [true, { CI: "false" }, true],
  [true, { CI: "1" }, false],
  [true, { CI: "true" }, false],
  [true, { TERM: "dumb" }, false],
  [undefined, {}, false],
])("with a terminal: %s and %o, lines can be drawn again: %s", (isTerminal, env, expected) => {
  expect(canRedraw(isTerminal, env)).toBe(expected);
});
