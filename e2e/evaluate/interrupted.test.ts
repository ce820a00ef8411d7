import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory, startCollector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { outsideOfTests, runNode, type NodeResult } from "../support/run-node.js";

const program = fileURLToPath(new URL("fixtures/interrupted.mjs", import.meta.url));

/** Ctrl-C while the second of two cases runs. */
async function interrupt(listening: string, environment = outsideOfTests): Promise<NodeResult> {
  await using folder = await makeTemporaryDirectory();
  await using collector = await startCollector();
  return await runNode({
    program,
    cwd: folder.path,
    args: [listening],
    interruptAt: "waiting",
    environment: { HH_API_URL: collector.url, HH_API_KEY: "key", ...environment },
  });
}

test("a program that listens for no signal says what there is after Ctrl-C, and how to go on", async () => {
  const { exitCode, stdout, stderr } = await interrupt("nobody");
  expect({ exitCode, stdout }).toEqual({
    exitCode: 130,
    stdout: expect.stringMatching(
      /^\ncapitals: 2 cases in .*, run cancelled\n {2}1 passed · 1 cancelled\n/,
    ),
  });
  expect(stderr).toMatch(/ {2}Resume with evaluate\({ …, resume: "[-0-9a-f]{36}" }\) or npx /);
});

test("a program's own listener answers Ctrl-C, and the end in the middle is said", async () => {
  const { exitCode, stdout, stderr } = await interrupt("a host");
  expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: "" });
  expect(stderr).toContain("The process ends in the middle of an evaluation, with exit code 7");
});

test("a listener that ends the program where it is the only one does so", async () => {
  expect(await interrupt("who counts")).toMatchObject({
    exitCode: null,
    stdout: "",
    stderr: expect.not.stringContaining("2 of 2 cases"),
  });
});

test("in a test Ctrl-C is for the test runner", async () => {
  expect(await interrupt("nobody", { VITEST: "true" })).toMatchObject({
    exitCode: null,
    stdout: "",
    stderr: expect.not.stringContaining("Resume with"),
  });
});
