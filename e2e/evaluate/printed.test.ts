import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { outsideOfTests, runNode, type NodeResult } from "../support/run-node.js";

const program = fileURLToPath(new URL("fixtures/printed.mjs", import.meta.url));

async function run(options: object, environment: Record<string, string> = {}): Promise<NodeResult> {
  await using folder = await makeTemporaryDirectory();
  const args = [JSON.stringify(options)];
  return await runNode({
    program,
    cwd: folder.path,
    args,
    environment: { ...outsideOfTests, ...environment },
  });
}

test("a program prints what its evaluation came to, unless it says who is told", async () => {
  const { exitCode, stdout } = await run({});
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringMatching(/^\ncapitals: 1 case[^]*\n  exact /),
  ]);
  expect(await run({ reporters: [] })).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
  const older = await run({ print_results: false });
  expect(older).toMatchObject({ exitCode: 0, stdout: "" });
  expect(older.stderr).toContain("`print_results` is now `reporters`: false is taken as []");
});

test.each([{ VITEST: "true" }, { JEST_WORKER_ID: "1" }, { NODE_ENV: "test" }])(
  "a program in a test prints nothing: %j",
  async (environment) => {
    expect(await run({}, environment)).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
  },
);

test("a program that Node's own test runner runs prints nothing of its evaluations", async () => {
  await using folder = await makeTemporaryDirectory();
  const { exitCode, stdout } = await runNode({
    program,
    cwd: folder.path,
    nodeArguments: ["--test", "--test-reporter=tap"],
    environment: outsideOfTests,
  });
  expect(exitCode, stdout).toBe(0);
  expect(stdout).not.toContain("capitals");
});
