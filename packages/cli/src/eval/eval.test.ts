import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { waitFor } from "@honeyhive/testing";
import { expect, onTestFinished, test, vi } from "vitest";

import type { CliIo } from "../cli-io.js";
import { evaluation, folderWith } from "../testing/eval-folder.js";
import { runCommand, type CommandResult } from "../testing/run-command.js";

function run(
  argv: readonly string[],
  untilInterrupted: CliIo["untilInterrupted"] = () => new Promise(() => undefined),
): Promise<CommandResult> {
  return runCommand(["eval", "--no-server", ...argv], {}, { untilInterrupted });
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

test("says what a file exports that exports no evaluation", async () => {
  await using folder = await folderWith({
    "program.eval.ts": "await Promise.resolve();",
    "named.eval.ts": "export const rows = []; export const task = () => 1;",
    "wrong.eval.mjs": "export default 3;",
    "result.eval.mjs":
      "export default Promise.resolve({ datasetId: 'd', outcomes: {}, cases: [] });",
  });
  const errorOf = async (name: string): Promise<string> =>
    (await run([join(folder.path, name)])).err;
  expect(await errorOf("program.eval.ts")).toMatch(
    /as its default, got nothing\..*what calls evaluate\(\) itself is a program/,
  );
  expect(await errorOf("named.eval.ts")).toContain("but with `rows`, `task`.");
  expect(await errorOf("wrong.eval.mjs")).toContain("as its default, got number.");
  expect(await errorOf("result.eval.mjs")).toMatch(/got the result of one\. .*defineEvaluation/);
});

test("says where a file threw that could not be loaded", async () => {
  await using folder = await folderWith({
    "deep.ts": "interface Deep { a: any }\nexport const deep = (one: Deep) => one.a.b;",
    "a.eval.ts": 'import { deep } from "./deep.js";\nexport default deep({ a: undefined });',
    "b.eval.ts": 'import { none } from "./none.js";\nexport default none;',
    "c.eval.mjs": "\nexport default undefined.c;",
  });
  const errorOf = async (name: string): Promise<string> =>
    (await run([join(folder.path, name)])).err;
  expect(await errorOf("a.eval.ts")).toMatch(/\(reading 'b'\) at deep \(\S+deep\.ts:2:\d+\) See /);
  expect(await errorOf("b.eval.ts")).toMatch(
    /Cannot find module '\.\/none\.js'\nRequire stack:\n- \S+b\.eval\.ts\nSee honeyhive/,
  );
  expect(await errorOf("c.eval.mjs")).toMatch(/\(reading 'c'\) at \S+c\.eval\.mjs:2:\d+ See /);
});

test("prints the summary once, whether or not the reporter that does is named", async () => {
  await using folder = await folderWith({ "a.eval.ts": evaluation() });
  for (const named of ["terminal", "terminal=-"]) {
    const { out, err } = await run([folder.path, "--reporter", named]);
    expect(out.match(/a: 3 cases in/g)).toHaveLength(1);
    expect(err.match(/a: 3 of 3 cases/g)).toHaveLength(1);
  }
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

test("runs single cases by the command that reports give", async () => {
  const wrong =
    "function: ({ inputs }: { inputs: Inputs }) => (inputs.n === 2 ? 0 : inputs.n * 2),";
  await using folder = await folderWith({
    "a.eval.ts": evaluation(wrong),
    "b.eval.ts": evaluation("dataset: [{ inputs: { n: 7 }, groundTruth: 14 }],"),
  });
  const { out } = await run([folder.path]);
  const command = /^ +npx honeyhive eval (\S+a\.eval\.ts) --case (\S+) --no-server$/m.exec(out);
  const [, file = "", id = ""] = command ?? [];
  const again = await run([file, "--case", id, "--json"]);
  const { cases } = JSON.parse(again.out) as { cases: { inputs: unknown; outcome: string }[] };
  expect(cases).toMatchObject([{ inputs: { n: 2 }, outcome: "failed" }]);
  const everywhere = await run([folder.path, "--filter", id.slice(0, 12), "--json"]);
  expect(everywhere.out.trim().split("\n")).toHaveLength(1);
  expect(await run([folder.path, "--filter", "zebra"])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Expected evaluations or cases that "zebra" names, found none.'),
  });
});

test("refuses an address that is none before anything runs, unless nothing is sent there", async () => {
  await using folder = await folderWith({ "a.eval.ts": evaluation() });
  const env = { HH_API_URL: "localhost:4747", HH_API_KEY: "key" };
  const { code, out, err } = await runCommand(["eval", folder.path], env);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("got `localhost:4747`. Correct HH_API_URL.");
  expect((await runCommand(["eval", "--no-server", folder.path], env)).code).toBe(0);
  const elsewhere = "serverUrl: 'http://127.0.0.1:9', apiKey: 'key', deliveryTimeoutMs: 1,";
  await using other = await folderWith({ "b.eval.ts": evaluation(elsewhere) });
  expect((await runCommand(["eval", other.path], env)).code).toBe(0);
});

test("says once how runs are kept, to those who have no key and did not say --no-server", async () => {
  // The SDK reads the program's environment.
  vi.stubEnv("HH_API_KEY", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  await using folder = await folderWith({
    "a.eval.ts": evaluation(),
    "b.eval.ts": evaluation(),
  });
  const hints = async (...flags: string[]): Promise<number> => {
    const { code, err } = await runCommand(["eval", folder.path, ...flags], {});
    expect(code).toBe(0);
    return err.split("`npx honeyhive dev` in this folder").length - 1;
  };
  expect(await hints()).toBe(1);
  expect(await hints("--no-server")).toBe(0);
});

test("says where a report without a path is", async () => {
  await using folder = await folderWith({ "a.eval.ts": evaluation('name: "a b/c",') });
  const { err } = await run([folder.path, "--reporter", "html", "--reporter", "json=-"]);
  expect(err).toContain(`Report: ${join(".honeyhive", "reports", "a-b-c.html")}\n`);
  await rm(join(".honeyhive", "reports", "a-b-c.html"));
});

test.each(["html", "json", "junit", "markdown", "terminal"])(
  "says that the %s report could not be written, and ends with 1",
  async (name) => {
    await using folder = await folderWith({ "a.eval.ts": evaluation() });
    const path = join(folder.path, "a.eval.ts", "below", "a-file");
    const { code, out } = await run([folder.path, "--reporter", `${name}=${path}`]);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining("3 passed") });
  },
);

test("draws a sample with its seed and says so", async () => {
  await using folder = await folderWith({ "a.eval.ts": evaluation() });
  const { code, out } = await run([folder.path, "--sample", "2", "--seed", "7"]);
  expect(code).toBe(0);
  expect(out).toContain("2 of 3 cases selected: sample of 2, seed 7");
});

test("takes patterns", async () => {
  await using folder = await folderWith({
    "one/a.eval.ts": evaluation(),
    "two/b.eval.ts": evaluation(),
    "two/other.ts": "throw new Error()",
  });
  const { code, out } = await run([join(folder.path, "t*/*.eval.ts")]);
  expect([code, out.includes("a: 3 cases"), out.includes("b: 3 cases")]).toEqual([0, false, true]);
});

test("writes reports of all files", async () => {
  await using folder = await folderWith({ "a.eval.ts": evaluation(), "b.eval.ts": evaluation() });
  const [junit, html] = [join(folder.path, "out.xml"), join(folder.path, "out=1.html")];
  const argv = [folder.path, "--reporter", `junit=${junit}`, "--reporter", `html=${html}`];
  expect((await run(argv)).code).toBe(0);
  expect((await readFile(junit, "utf8")).match(/<testsuite /g)).toHaveLength(2);
  expect((await readFile(html, "utf8")).match(/<section class="run">/g)).toHaveLength(2);
  expect(await run([folder.path, "--reporter", "junti=x"])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Did you mean "junit"?'),
  });
});

test("an evaluation that cannot run says why and leaves the others alone", async () => {
  await using folder = await folderWith({
    "a.eval.ts": evaluation('dataset: "missing.csv",'),
    "b.eval.ts": evaluation(),
    "c.eval.ts": "export default {",
    "d.eval.ts": "export default [];",
  });
  const { code, out, err } = await run([folder.path]);
  expect([code, out.includes("b: 3 cases")]).toEqual([1, true]);
  expect(err).toMatch(/c\.eval\.ts could not be loaded: [^]* See honeyhive eval --help\n/);
  expect(err).toMatch(/d\.eval\.ts to export at least one evaluation, got an empty array\./);
  expect(err).toContain('a.eval.ts: Expected to read `dataset` "missing.csv"');
  expect(err).toContain("Check the path, which is taken from ");
});

test("is interrupted with 130, keeps what ended and says how to go on", async () => {
  await using folder = await folderWith({
    "a.eval.ts": `
      import { mkdirSync } from "node:fs";
      export default {
        journal: "JOURNAL",
        concurrency: 1,
        dataset: [1, 2].map((n) => ({ inputs: { n } })),
        function: ({ inputs }: { inputs: { n: number } }) =>
          inputs.n === 1 ? 1 : new Promise(() => mkdirSync("JOURNAL/stuck")),
      };`,
  });
  const path = join(folder.path, "a.eval.ts");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replaceAll("JOURNAL", folder.path));
  const stuck = async (): Promise<void> => {
    await waitFor({
      what: "the second case",
      find: () => (existsSync(join(folder.path, "stuck")) ? true : undefined),
      describe: () => "not begun",
    });
  };
  const { code, out, err } = await run([path, "--trials", "1"], stuck);
  expect(code).toBe(130);
  expect(out).toContain("1 passed · 1 cancelled");
  expect(err).toContain("Ctrl-C again ends at once.");
  expect(err).toMatch(
    /Resume with: npx honeyhive eval \S+a\.eval\.ts --trials 1 --resume \S+ --no-server/,
  );
});

test("says how to run errors again, and does so", async () => {
  await using folder = await folderWith({
    "a.eval.ts": `
      import { existsSync } from "node:fs";
      export default {
        journal: "JOURNAL",
        dataset: [1, 2, 3].map((n) => ({ inputs: { n } })),
        function: ({ inputs }: { inputs: { n: number } }) => {
          if (inputs.n > 1 && !existsSync("JOURNAL/up")) throw new Error("down");
          return inputs.n;
        },
      };`,
  });
  const path = join(folder.path, "a.eval.ts");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replaceAll("JOURNAL", folder.path));
  const first = await run([path]);
  expect(first.code).toBe(1);
  const words =
    /^To run 2 with errors again, in the same run: npx honeyhive eval \S+a\.eval\.ts (.+) --no-server$/m.exec(
      first.err,
    )?.[1];
  expect(words).toMatch(/^--resume \S+ --retry-errors$/);
  await writeFile(join(folder.path, "up"), "");
  const second = await run([path, ...(words ?? "").split(" ")]);
  expect(second.code).toBe(0);
  expect(second.out).toContain("3 passed");
  expect(second.err).not.toContain("--retry-errors");
  expect(await run([path, "--retry-errors"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("Expected --resume <run> beside --retry-errors, got none."),
  });
});

test("says how to run what a budget has left, and does so", async () => {
  await using folder = await folderWith({
    "a.eval.ts": `
      import { existsSync } from "node:fs";
      export default {
        journal: "JOURNAL",
        dataset: [1, 2, 3].map((n) => ({ inputs: { n } })),
        concurrency: 1,
        get maxCost() { return existsSync("JOURNAL/more") ? 9 : 1; },
        function: ({ addCost }: { addCost: (usd: number) => void }) => addCost(1),
      };`,
  });
  const path = join(folder.path, "a.eval.ts");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replaceAll("JOURNAL", folder.path));
  const { err } = await run([path]);
  const words =
    /^To run the 2 that are left, once the budget allows more: npx honeyhive eval \S+a\.eval\.ts (--resume \S+) --no-server$/m.exec(
      err,
    )?.[1];
  await writeFile(join(folder.path, "more"), "");
  const resumed = await run([path, ...(words ?? "").split(" ")]);
  expect(resumed.out).toContain("3 passed");
  expect(resumed.err).not.toContain("that are left");
});

test("names the evaluation, among those of its file, that is to be resumed", async () => {
  await using folder = await folderWith({
    "a.eval.ts": `
      import { existsSync } from "node:fs";
      const failing = (name: string) => ({
        name,
        journal: "JOURNAL",
        dataset: [{ inputs: {}, id: "one" }, { inputs: {}, id: "two" }],
        function: () => {
          if (!existsSync("JOURNAL/up")) throw new Error("down");
        },
      });
      export default [failing("first"), failing("last")];`,
  });
  const path = join(folder.path, "a.eval.ts");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replaceAll("JOURNAL", folder.path));
  const hints = async (...argv: string[]): Promise<string[]> => {
    const { err } = await run([path, ...argv]);
    return [...err.matchAll(/errors again, in the same run: \S+ \S+ \S+ \S+ (.+)$/gm)].flatMap(
      ([, words = ""]) => words,
    );
  };
  const [ofFirst, ofLast, ...none] = await hints();
  expect(none).toEqual([]);
  const [ofCase] = await hints("--filter", "two");
  await writeFile(join(folder.path, "up"), "");
  for (const [hint, count] of [
    [ofFirst, 2],
    [ofLast, 2],
    [ofCase, 1],
  ] as const) {
    const resumed = await run([path, ...(hint ?? "").split(" ")]);
    expect(resumed).toMatchObject({ code: 0, out: expect.stringContaining(`${count} passed`) });
  }
});

test.each([
  [["--frist", "1"], "Did you mean --first?"],
  [["--first", "many"], "Expected a positive integer, got `many`."],
])("answers %j with what was meant and the command that helps", async (argv, expected) => {
  const { code, err } = await run(argv);
  expect(code).toBe(2);
  expect(err).toContain(expected);
  expect(err.trim().split("\n").at(-1)).toBe("See honeyhive eval --help");
});

test("documents its exit codes and shows examples", async () => {
  const { code, out } = await run(["--help"]);
  expect(code).toBe(0);
  for (const text of ["0    every run completed", "1    a gate failed", "130  interrupted"]) {
    expect(out).toContain(text);
  }
  expect(out).toContain("$ honeyhive eval support.eval.ts --first 5");
});

test("says where in the caller's code a function or an evaluator threw", async () => {
  await using folder = await folderWith({
    "answer.ts": `
      interface Known { readonly capitals: Record<string, string> }
      export const answer = (known?: Known) => known!.capitals;`,
    "a.eval.ts": evaluation(`evaluators: [
      function broken(output: any) {
        return output.missing.length > 0;
      },
    ]`),
    "b.eval.ts": `import { answer } from "./answer";\n${evaluation("function: () => answer()")}`,
    "c.eval.ts": `import { answer } from "./answer";\n${evaluation("runEvaluators: [function whole() { answer(); }]")}`,
  });
  const { out } = await run([folder.path]);
  expect(out).toMatch(/whole failed: Cannot read .*'capitals'\), at \S+answer\.ts:3:\d+\n/);
  expect(out).toMatch(/broken failed: TypeError: .*'length'\), at \S+a\.eval\.ts:10:\d+\n/);
  expect(out).toMatch(/errored: Cannot read .*'capitals'\), at \S+answer\.ts:3:\d+\n/);
});
