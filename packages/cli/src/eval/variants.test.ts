import { join } from "node:path";

import { expect, test } from "vitest";

import { folderWith } from "../testing/eval-folder.js";
import { runCommand, type CommandResult } from "../testing/run-command.js";

function run(...argv: readonly string[]): Promise<CommandResult> {
  const untilInterrupted = (): Promise<never> => new Promise(() => undefined);
  return runCommand(["eval", "--no-server", ...argv], {}, { untilInterrupted });
}

/** A file with an evaluation by each factor, all over the same rows. */
const variants = (...factors: readonly number[]): string => `
  export default ${JSON.stringify(factors)}.map((factor) => ({
    name: "times " + factor,
    journal: false,
    dataset: [0, 1, 2].map((n) => ({ inputs: { n }, groundTruth: n * 2 })),
    function: ({ inputs }: { inputs: { n: number } }) => inputs.n * factor,
    evaluators: [function exact(output: number, _: unknown, truth: number) { return output === truth; }],
  }));
`;

test("says which evaluations have one name, which nothing tells apart", async () => {
  await using folder = await folderWith({
    "bot/answer.eval.ts": variants(2),
    "web/answer.eval.ts": variants(2),
    "web/other.eval.ts": variants(3),
  });
  const { err } = await run(folder.path);
  expect(err).toMatch(
    /^2 evaluations are called "times 2" \(\S+bot\/answer\.eval\.ts, \S+web\/answer\.eval\.ts\): /m,
  );
  expect(err).not.toContain('called "times 3"');
});

test("gives commands that run a case of the variant that it failed in, and of no other", async () => {
  await using folder = await folderWith({ "a.eval.ts": variants(3, 30) });
  const path = join(folder.path, "a.eval.ts");
  const { out } = await run(path);
  const command = /^ +npx honeyhive eval \S+a\.eval\.ts --filter '(times 3)' --case (\S+) /m.exec(
    out,
  );
  const [, filter = "", id = ""] = command ?? [];
  const again = await run(path, "--filter", filter, "--case", id, "--json");
  const results = again.out.trim().split("\n");
  expect(results.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { name: "times 3", cases: [{ datapointId: id, outcome: "failed" }] },
  ]);
  const both = await run(path, "--filter", "times", "--json");
  expect(both.out.trim().split("\n")).toHaveLength(2);
});
