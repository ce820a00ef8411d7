import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runNode, type NodeResult } from "../support/run-node.js";

const program = fileURLToPath(new URL("fixtures/together.mjs", import.meta.url));

async function run(event: string): Promise<NodeResult> {
  await using folder = await makeTemporaryDirectory();
  return await runNode({ program, cwd: folder.path, args: [event] });
}

test("twelve evaluations at once are nothing that Node warns of, and leave no listener behind", async () => {
  const { exitCode, stdout, stderr } = await run("nothing");
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toEqual([0, 0, 0, 0]);
});

test("an error that is of no case of theirs ends the program, however many handle their own", async () => {
  const { exitCode, stdout, stderr } = await run("program");
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("nobody's");
});

test("an error of a case is not also that of the case in which its evaluation runs", async () => {
  const { exitCode, stdout } = await run("nested");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual(["nobody's", "passed"]);
});

test("after Ctrl-C each of them says what there is and how to go on", async () => {
  const { exitCode, stdout, stderr } = await run("signal");
  expect([exitCode, stdout]).toEqual([130, ""]);
  expect(stderr.match(/^run-\d+: 1 case in /gm)).toHaveLength(12);
  expect(stderr.match(/Resume with evaluate/g)).toHaveLength(12);
  expect(stderr).not.toContain("The process ends in the middle");
});
