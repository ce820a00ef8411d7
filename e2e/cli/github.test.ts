import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runNode, type NodeResult } from "../support/run-node.js";

const program = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));

const answer = `export interface Inputs {
  readonly n: number;
}

export function answer({ n }: Inputs): number {
  if (n === 2) throw new Error("no answer to 2");
  return n;
}
`;

const gated = `import { answer } from "../src/answer.js";

export default {
  name: "gated",
  journal: false,
  retries: 0,
  dataset: [1, 2, 3].map((n) => ({ id: \`row-\${n}\`, inputs: { n } })),
  function: ({ inputs }) => answer(inputs),
  evaluators: [{ name: "exact", evaluate: (output) => output !== 3 }],
  gates: { exact: { min: 0.9 } },
  reporters: ["github"],
};
`;

/** A checkout in whose folder \`app\` the evaluations are. */
async function makeCheckout(): Promise<TemporaryDirectory> {
  const folder = await makeTemporaryDirectory();
  const files = {
    "app/src/answer.ts": answer,
    "app/evals/a.eval.ts": gated,
    "app/evals/b.eval.ts": "\nexport default {\n  dataset: [,\n",
    "app/evals/c.eval.ts":
      'export default { name: "c", journal: false, dataset: "missing.csv", function: () => 1 };',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder.path, name, ".."), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return folder;
}

const run = (
  { path }: TemporaryDirectory,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = { GITHUB_ACTIONS: "true" },
): Promise<NodeResult> =>
  runNode({
    program,
    cwd: join(path, "app"),
    args: ["eval", "--no-server", ...args],
    environment: {
      GITHUB_WORKSPACE: path,
      GITHUB_STEP_SUMMARY: join(path, "summary.md"),
      ...environment,
    },
  });

const commandsOf = ({ stderr }: NodeResult): string[] =>
  stderr.split("\n").filter((line) => line.startsWith("::"));

test("annotates the code and adds to the summary of the job, by itself in GitHub Actions", async () => {
  await using folder = await makeCheckout();
  const result = await run(folder, ["--json"]);
  expect(result.exitCode).toBe(1);
  // Nothing but results.
  expect(JSON.parse(result.stdout)).toMatchObject({ name: "gated" });
  expect(commandsOf(result).map((line) => line.replace(folder.path, "…"))).toEqual([
    expect.stringMatching(
      /^::error file=app\/evals\/b\.eval\.ts,line=\d,title=evals\/b\.eval\.ts did not run::.*could not be loaded: ParseError/,
    ),
    expect.stringMatching(
      /^::error file=app\/evals\/c\.eval\.ts,title=evals\/c\.eval\.ts did not run::.*missing\.csv/,
    ),
    "::error file=app/evals/a.eval.ts,title=gated%3A gate failed::exact must be at least 0.9, got 0.5000",
    expect.stringMatching(
      /^::error file=app\/src\/answer\.ts,line=6,title=gated%3A case 2 \(row-2\)::errored: no answer to 2, at src\/answer\.ts:6:\d+%0Ainputs \{"n":2\}%0ARun it again: npx honeyhive eval evals\/a\.eval\.ts --case row-2 --no-server$/,
    ),
    '::warning file=app/evals/a.eval.ts,title=gated%3A case 3 (row-3)::failed: exact is false%0Ainputs {"n":3} · outputs 3%0ARun it again: npx honeyhive eval evals/a.eval.ts --case row-3 --no-server',
  ]);
  const summary = await readFile(join(folder.path, "summary.md"), "utf8");
  expect(summary.match(/^### .*/gm)).toEqual([
    "### ❌ evals/b.eval.ts",
    "### ❌ evals/c.eval.ts",
    "### ❌ gated",
  ]);
});

test("says nothing to a workflow elsewhere, or where that is turned off", async () => {
  await using folder = await makeCheckout();
  const summary = join(folder.path, "summary.md");
  const off = await run(folder, ["evals/a.eval.ts", "--no-github"]);
  const elsewhere = await run(folder, ["evals/a.eval.ts", "--reporter", "github"], {});
  for (const result of [off, elsewhere]) expect(commandsOf(result)).toEqual([]);
  expect(elsewhere.stderr).toContain(
    "--reporter github has nothing to do here: GITHUB_ACTIONS is not `true`.\n",
  );
  await expect(readFile(summary)).rejects.toThrow("ENOENT");

  await run(folder, ["evals/a.eval.ts", "--reporter", `markdown=${summary}`]);
  expect((await readFile(summary, "utf8")).match(/^### .*/gm)).toEqual(["### ❌ gated"]);
});

test("fails for a summary that cannot be written where it was asked for, and says so where not", async () => {
  await using folder = await makeCheckout();
  await writeFile(join(folder.path, "app/evals/a.eval.ts"), gated.replace("[1, 2, 3]", "[1]"));
  const environment = {
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: join(folder.path, "none/summary.md"),
  };
  const said = /Expected to append the summary to \S+none\/summary\.md, got ENOENT/;
  const unasked = await run(folder, ["evals/a.eval.ts"], environment);
  expect([unasked.exitCode, said.test(unasked.stderr)]).toEqual([0, true]);
  const asked = await run(folder, ["evals/a.eval.ts", "--reporter", "github"], environment);
  expect([asked.exitCode, said.test(asked.stderr)]).toEqual([1, true]);
});
