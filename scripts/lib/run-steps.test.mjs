import { expect, it } from "vitest";
import { runSteps } from "./run-steps.mjs";

it("runs independent steps together and dependent ones after, and names what failed", async () => {
  const lines = [];
  const order = [];
  const step = (name, after, problem) => ({
    name,
    after,
    run: async () => {
      order.push(name);
      if (problem !== undefined) throw new Error(problem);
      return `${name} is fine`;
    },
  });
  const steps = [
    step("packages", "types"),
    step("types"),
    step("lint", undefined, "2 errors"),
    step("after lint", "lint"),
  ];
  const failed = await runSteps(steps, { width: 2, print: (line) => lines.push(line) });
  expect(failed).toEqual(["lint", "after lint"]);
  expect(order).toEqual(["types", "lint", "packages"]);
  expect(lines.map((line) => line.replace(/ +\d+\.\d s/, ""))).toMatchInlineSnapshot(`
    [
      "ok   types  types is fine",
      "FAIL lint",
      "2 errors",
      "FAIL after lint",
      "Not run, because "lint" failed.",
      "ok   packages  packages is fine",
    ]
  `);
});
