import { join } from "node:path";

import { expect, test } from "vitest";

import { evaluation, folderWith } from "../testing/eval-folder.js";
import { runCommand, type CommandResult } from "../testing/run-command.js";

function run(...argv: readonly string[]): Promise<CommandResult> {
  const untilInterrupted = (): Promise<never> => new Promise(() => undefined);
  return runCommand(["eval", "--no-server", ...argv], {}, { untilInterrupted });
}

/** A file with two evaluations over the same rows. */
const both = `
  export default [2, 3].map((factor) => ({
    name: "times " + factor,
    journal: false,
    dataset: [0, 1, 2].map((n) => ({ inputs: { n }, groundTruth: n * 2 })),
    function: ({ inputs }: { inputs: { n: number } }) => inputs.n * factor,
    evaluators: [function exact(output: number, _: unknown, truth: number) { return output === truth; }],
    ...(factor === 2 ? { gates: { exact: { min: 0.5 } } } : {}),
  }));
`;

const lastLines = (text: string, count: number): string[] =>
  text
    .trimEnd()
    .split("\n")
    .slice(-count)
    .map((line) => line.replace(/\s+\S+ (ms|s)$/, " … ms"));

test("puts evaluations side by side after their summaries", async () => {
  await using folder = await folderWith({
    "a.eval.ts": both,
    "b.eval.ts": evaluation('dataset: "none.csv",'),
    "c.eval.ts": evaluation("function: () => Promise.reject(new Error('no')),"),
  });
  const { code, out } = await run(folder.path);
  expect(code).toBe(1);
  expect(lastLines(out, 5)).toEqual([
    "4 evaluations               passed  errored   gates  exact  median duration",
    "times 2        ok           3 of 3        0  passed  1.000 … ms",
    "times 3        no gates     1 of 3        0       –  0.333 … ms",
    "b              did not run       –        –       –      –                –",
    "c              not ok       0 of 3        3       –      –                –",
  ]);
  const json = await run(folder.path, "--json");
  expect(json.out + json.err).not.toContain("4 evaluations");
  expect((await run(join(folder.path, "c.eval.ts"))).out).not.toContain("evaluations");
});
