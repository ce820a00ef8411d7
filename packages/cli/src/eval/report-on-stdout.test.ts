import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";

async function run(...flags: readonly string[]): Promise<CommandResult & { isKept: boolean }> {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "a.eval.ts");
  await writeFile(
    path,
    "export default { journal: false, dataset: [{ inputs: { n: 1 } }], function: () => 1 };",
  );
  let isKept = false;
  const keepStdout = (): void => void (isKept = true);
  const result = await runCommand(["eval", "--no-server", path, ...flags], {}, { keepStdout });
  return { ...result, isKept };
}

test.each([["--reporter", "json=-"], ["--json"], ["--json", "--reporter", "json=-"]])(
  "a report has stdout to itself: %s %s %s",
  async (...flags) => {
    const { code, out, isKept } = await run(...flags);
    expect([code, isKept]).toEqual([0, true]);
    expect(JSON.parse(out)).toMatchObject({ name: "a", outcomes: { passed: 1 } });
  },
);

test("the summary goes to stderr where a report is on stdout, and to stdout where none is", async () => {
  const summary = "a: 1 case in";
  for (const flags of [
    ["--reporter", "json=-"],
    ["--json", "--reporter", "terminal"],
  ]) {
    const { out, err } = await run(...flags);
    expect(JSON.parse(out)).toMatchObject({ name: "a" });
    expect(err).toContain(summary);
  }
  const plain = await run();
  expect([plain.isKept, plain.out.includes(summary)]).toEqual([false, true]);
});

test("two reports on stdout are a mistake, before anything runs", async () => {
  const { code, out, err } = await run("--json", "--reporter", "junit=-");
  expect([code, out]).toEqual([2, ""]);
  expect(err).toBe(
    "Expected one report on stdout, got json=- and junit=-. Give a path to the others: --reporter junit=out.xml\n",
  );
});
