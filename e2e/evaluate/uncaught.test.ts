import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runNode, type NodeResult } from "../support/run-node.js";

const program = fileURLToPath(new URL("fixtures/uncaught.mjs", import.meta.url));

async function run(...args: readonly string[]): Promise<NodeResult> {
  await using folder = await makeTemporaryDirectory();
  return await runNode({ program, cwd: folder.path, args });
}

const resumable = "The process ends in the middle of an evaluation, with exit code 1.";

test("an error that nobody catches ends a program as it does without us, which says how to go on", async () => {
  const { exitCode, stdout, stderr } = await run("left alone", "case");
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("Error: of the second case");
  expect(stderr).toContain(resumable);
});

test("with handleUncaught it is the error of the case in which it began, and of no other", async () => {
  const { exitCode, stdout } = await run("handled", "case");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    cases: [
      { outcome: "passed" },
      { outcome: "errored", error: "of the second case" },
      { outcome: "passed" },
    ],
    isGood: false,
    // Nothing of ours is left in the process.
    listeners: [0, 0],
  });
});

test("what began in no case ends the program all the same", async () => {
  const { exitCode, stdout, stderr } = await run("handled", "program");
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("Error: not of a case");
  expect(stderr).toContain(resumable);
});
