import { expect, test } from "vitest";

import { throwSite } from "./throw-site.js";

const cwd = process.cwd();

test.each([
  [`at deep (${cwd}/src/deep.ts:3:17)`, "src/deep.ts:3:17"],
  [`at ${cwd}/evals/größe (a)/x.eval.ts:1:2`, "evals/größe (a)/x.eval.ts:1:2"],
  [`at async deep (file://${cwd}/a%20b.mjs?t=1:3:17)`, "a b.mjs:3:17"],
  ["at new Service [as service] (/elsewhere/service.ts:3:17)", "/elsewhere/service.ts:3:17"],
  ["at Object.<anonymous> (/a/node_modules/b/c.js:1:2)\n    at /a/d.js:3:4", "/a/d.js:3:4"],
  ["at node:internal/timers:1:2\n    at listOnTimeout (node:internal/timers:1:2)", undefined],
  ["at async Promise.all (index 0)\n    at <anonymous>", undefined],
  [`at eval (eval at run (${cwd}/x.js:1:2), <anonymous>:1:1)`, undefined],
])("%s: %s", (frames, expected) => {
  expect(throwSite(`Error: no\n    ${frames}`)).toBe(expected);
});

test("what has no stack, or one of this package, was thrown nowhere", () => {
  expect(throwSite(undefined)).toBeUndefined();
  expect(throwSite("no stack at /a/b.ts:1:2")).toBeUndefined();
  expect(throwSite(new Error("no").stack?.split("\n").slice(0, 2).join("\n"))).toBeUndefined();
});
