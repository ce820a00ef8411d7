import { expect, test } from "vitest";

import { jsonLines } from "./json-lines.js";

const options = { openDepth: 2, openCount: 100, maxLines: 1_000 };

const draw = (value: unknown, toggled: readonly string[] = [], changes = {}): string =>
  jsonLines(value, new Set(toggled), { ...options, ...changes })
    .map(
      ({ depth, key, text }) => `${" ".repeat(depth)}${key === undefined ? "" : `${key}: `}${text}`,
    )
    .join("\n");

test("writes a value line by line", () => {
  expect(draw({ name: "bee", tags: ["a", 1, null], empty: {} })).toBe(
    ["{", " name: bee", " tags: [", "  a", "  1", "  null", " ]", " empty: {}", "}"].join("\n"),
  );
});

test("folds what is deep, and what is asked to", () => {
  const deep = { a: { b: { c: { d: 1 } } } };
  expect(draw(deep)).toContain("c: { … }");
  expect(draw(deep, ["$.a"])).toBe("{\n a: { … }\n}");
  expect(draw(deep, ["$.a.b.c"])).toContain("d: 1");
});

test("folds long lists", () => {
  expect(draw(Array.from({ length: 101 }, () => 0))).toBe("[ … ]");
});

test("stops at the most lines it may write", () => {
  const lines = draw(
    Array.from({ length: 50 }, () => 0),
    [],
    { maxLines: 10 },
  ).split("\n");
  expect(lines).toHaveLength(10);
});

test("takes nesting far deeper than the stack", () => {
  let value: unknown = "bottom";
  for (let depth = 0; depth < 50_000; depth++) value = [value];
  const lines = jsonLines(value, new Set(), { openDepth: 1e6, openCount: 1, maxLines: 1e6 });
  expect(lines).toHaveLength(100_001);
});
