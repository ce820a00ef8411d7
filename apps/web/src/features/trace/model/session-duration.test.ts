import { expect, test } from "vitest";

import { describeSessionDuration } from "./session-duration.js";

test.each([
  ["its own, where its spans lie in it", 1_500, 1_500, "1.50 s"],
  ["its own alone, where they are hardly longer", 1_500, 1_510, "1.50 s"],
  ["both, where its spans lie over more time", 1_500, 90_000, "1.50 s, spans over 1 m 30 s"],
  ["that of its spans, where it has none", 0, 1_500, "1.50 s"],
])("says of a session's duration %s", (_, duration, endMs, text) => {
  expect(describeSessionDuration({ duration }, { startMs: 0, endMs })).toBe(text);
});
