import { expect, test } from "vitest";

import { rerunCommand, rerunProgram } from "./rerun-command.js";

const run = { run_id: "0c0c", name: "it's shorter" };

test("runs an evaluation again and compares with the run", () => {
  expect(rerunCommand(run)).toBe(
    String.raw`npx honeyhive eval --filter 'it'\''s shorter' --baseline 0c0c`,
  );
  expect(rerunCommand({ ...run, name: "" })).toBe("npx honeyhive eval --baseline 0c0c");
  expect(rerunProgram()).toBeUndefined();
});

test("runs only the cases that are named", () => {
  expect(rerunCommand({ ...run, name: "short" }, ["dp-1", "dp 2"])).toBe(
    "npx honeyhive eval --filter short --case dp-1 --case 'dp 2' --baseline 0c0c",
  );
  expect(rerunProgram(["dp-1", "dp-2"])).toBe("HH_EVAL_CASES=dp-1,dp-2 node main.js");
  expect(rerunProgram(["a,b"])).toBe(`HH_EVAL_CASES='["a,b"]' node main.js`);
});
