import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { evaluator } from "../scoring/evaluator.js";
import { listProblems } from "./list-problems.js";

it("names the scores that fail a case: those that are false or not what is asserted, and errors, and no others", async () => {
  const result = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: ["low", "low and wrong", "low, and unjudged"].map((id) => ({ id, inputs: { id } })),
    function: ({ inputs }) => inputs.id,
    evaluators: [
      function length(output) {
        return output.length;
      },
      function right(output) {
        return !output.includes("wrong");
      },
      function judge(output) {
        if (output.includes("unjudged")) throw new Error("busy");
        return 0.7;
      },
      evaluator(() => 0.25, { name: "polite", asserts: true, target: 0.5 }),
      { name: "brief", evaluate: () => "no", asserts: (value) => value === "yes" },
    ],
  });
  const unmet = "polite is 0.25 (expected at least 0.5); brief is no";
  expect(listProblems(result).map(({ reason }) => reason)).toEqual([
    `failed: ${unmet}`,
    `failed: right is false; ${unmet}`,
    `failed: judge failed: Error: busy; ${unmet}`,
  ]);
});
