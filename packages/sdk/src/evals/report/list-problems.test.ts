import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { evaluator } from "../scoring/evaluator.js";
import { compareRuns } from "../runs/compare-runs.js";
import { labelProblem, listProblems } from "./list-problems.js";

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

it("lists first, of what failed, what the baseline did better, and says so", async () => {
  const run = (wrong: readonly string[]) =>
    evaluate({
      disableTracing: true,
      journal: false,
      dataset: ["a", "b", "c", "d"].map((id) => ({ id, inputs: { id } })),
      function: ({ inputs }) => {
        if (inputs.id === "d") throw new Error("no answer");
        return inputs.id;
      },
      evaluators: [
        { name: "right", evaluate: (output) => !wrong.includes(output) },
        { name: "length", evaluate: (output) => (output === "a" ? -wrong.length : 1) },
      ],
    });
  const [before, after] = [await run(["a"]), await run(["a", "c"])];
  const result = { ...after, comparison: compareRuns(after, before) };
  expect(listProblems(result).map(labelProblem)).toEqual([
    "case 4 (d)",
    "case 3 (c, worse than the baseline)",
    "case 1 (a)",
  ]);
  expect(listProblems(after).map(labelProblem)).toEqual(["case 4 (d)", "case 1 (a)", "case 3 (c)"]);
});
