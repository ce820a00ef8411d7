import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { main } from "./main.js";

const evaluation = (more = ""): string => `
  interface Inputs { n: number }
  export default {
    journal: false,
    dataset: [1, 2, 3].map((n) => ({ inputs: { n }, groundTruth: n * 2 })),
    function: ({ inputs }: { inputs: Inputs }) => inputs.n * 2,
    evaluators: [function exact(output: number, _: Inputs, truth: number) { return output === truth; }],
    ${more}
  };
`;

async function folderWith(files: Readonly<Record<string, string>>): Promise<TemporaryDirectory> {
  const folder = await makeTemporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder.path, name, ".."), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return folder;
}

async function run(argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await main(["eval", "--no-server", ...argv], {
    env: {},
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    untilInterrupted: () => new Promise(() => undefined),
  });
  return { code, out, err };
}

test("runs the TypeScript files of a folder as they are", async () => {
  await using folder = await folderWith({
    "a.eval.ts": evaluation(),
    "deep/b.eval.ts": evaluation(),
    "node_modules/c.eval.ts": "throw new Error()",
    "other.ts": "throw new Error()",
  });
  const { code, out, err } = await run([folder.path]);
  expect(code).toBe(0);
  expect(out).toContain("a: 3 cases");
  expect(out).toContain("b: 3 cases");
  expect(err.split("\n").length).toBeLessThan(20);
});

test("takes flags, and prints JSON", async () => {
  await using folder = await folderWith({ "a.eval.ts": evaluation(), "b.eval.ts": evaluation() });
  const argv = [folder.path, "--filter", "b", "--first", "2", "--trials", "2", "--json"];
  const { code, out } = await run(argv);
  const result = JSON.parse(out) as { name: string; cases: unknown[] };
  expect([code, result.name, result.cases.length]).toEqual([0, "b", 4]);
});

test("fails for gates and for errors, and only then", async () => {
  const cases = {
    "gate.eval.ts": evaluation("gates: { exact: { max: 0.5 } },"),
    "error.eval.ts": evaluation("function: () => { throw new Error('no') },"),
    "wrong.eval.ts": evaluation("function: () => 0,"),
  };
  await using folder = await folderWith(cases);
  const codes = Object.keys(cases).map(async (name) => (await run([join(folder.path, name)])).code);
  expect(await Promise.all(codes)).toEqual([1, 1, 0]);
});

test("says what to do when there is nothing to run", async () => {
  await using folder = await folderWith({ "a.eval.ts": "export default 5;" });
  expect(await run([join(folder.path, "none.eval.ts")])).toMatchObject({
    code: 2,
    err: expect.stringContaining("there is no"),
  });
  expect(await run([folder.path])).toMatchObject({
    code: 1,
    err: expect.stringContaining("export default defineEvaluation"),
  });
  expect(await run([folder.path, "--first", "0"])).toMatchObject({ code: 2 });
});
