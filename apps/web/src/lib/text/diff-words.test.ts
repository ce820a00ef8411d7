import { expect, test } from "vitest";

import { diffWords } from "./diff-words.js";

/** `[-removed-]` and `{+added+}`, as `git diff --word-diff` writes them. */
const draw = (old: string, current: string): string =>
  diffWords(old, current)
    .map(({ kind, text }) =>
      kind === "same" ? text : kind === "removed" ? `[-${text}-]` : `{+${text}+}`,
    )
    .join("");

test("marks the words that changed and keeps the rest", () => {
  expect(draw("the red fox runs", "the brown fox runs")).toBe("the [-red-]{+brown+} fox runs");
});

test("marks what was added at an end", () => {
  expect(draw("one two", "one two three")).toBe("one two{+ three+}");
  expect(draw("one two three", "one two")).toBe("one two[- three-]");
});

test("has one part for equal texts and none for empty ones", () => {
  expect(diffWords("same", "same")).toEqual([{ kind: "same", text: "same" }]);
  expect(diffWords("", "")).toEqual([]);
});

test("shows very long texts that differ throughout as replaced", () => {
  const old = "a ".repeat(2_000);
  const current = "b ".repeat(2_000);
  expect(diffWords(old, current).map(({ kind }) => kind)).toEqual(["removed", "added", "same"]);
});
