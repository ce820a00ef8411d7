import { join } from "node:path";

import { expect, test } from "vitest";

import { evaluation, folderWith } from "../testing/eval-folder.js";
import { runCommand, type CommandResult } from "../testing/run-command.js";
import { flagsToArguments } from "./eval-flags.js";

const run = (argv: readonly string[]): Promise<CommandResult> =>
  runCommand(["eval", "--no-server", ...argv], {});

test("runs the case that --case names, though an evaluation has its id in its name", async () => {
  const rows = ["a", "ab", "-x"].map((id) => ({ id, inputs: { n: 1 }, groundTruth: 2 }));
  await using folder = await folderWith({
    "a.eval.ts": evaluation(`name: "all of a", dataset: ${JSON.stringify(rows)},`),
  });
  const idsOf = async (...flags: string[]): Promise<string[]> => {
    const { out } = await run([folder.path, "--json", ...flags]);
    const { cases } = JSON.parse(out) as { cases: { datapointId: string }[] };
    return cases.map(({ datapointId }) => datapointId);
  };
  expect(await idsOf("--filter", "a")).toEqual(["a", "ab", "-x"]);
  expect(await idsOf("--case", "a")).toEqual(["a"]);
  expect(await idsOf("--case", "ab", "--case", "-x")).toEqual(["ab", "-x"]);
});

test("runs the case that --case names of the evaluations that --filter names, and of no other", async () => {
  const rows = `dataset: ${JSON.stringify([{ id: "a", inputs: { n: 1 }, groundTruth: 2 }])},`;
  await using folder = await folderWith({
    "one.eval.ts": evaluation(`name: "one", ${rows}`),
    "two.eval.ts": evaluation(`name: "two", ${rows}`),
  });
  const both = (filter: string) => run([folder.path, "--json", "--filter", filter, "--case", "a"]);
  const { name } = JSON.parse((await both("two")).out) as { name: string };
  expect(name).toBe("two");
  expect(await both("zebra")).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining('Expected cases of "zebra" that "a" names, found none.'),
  });
});

test("runs the rows whose metadata --metadata names, and says what there is where there are none", async () => {
  const rows = ["de", "fr", "es"].map((lang, n) => ({
    id: lang,
    inputs: { n },
    groundTruth: n * 2,
    metadata: { lang, tags: ["new"] },
  }));
  await using folder = await folderWith({
    "one.eval.ts": evaluation(`name: "one", dataset: ${JSON.stringify(rows)},`),
    "two.eval.ts": evaluation('name: "two",'),
  });
  const flags = ["--metadata", "lang=de", "--metadata", "lang=es", "--metadata", "tags=new"];
  const { out } = await run([folder.path, "--json", ...flags]);
  const { name, cases } = JSON.parse(out) as { name: string; cases: { datapointId: string }[] };
  expect([name, cases.map(({ datapointId }) => datapointId)]).toEqual(["one", ["de", "es"]]);
  expect(
    flagsToArguments({
      metadata: { lang: ["de", "es"], tags: ["new"] },
      server: true,
      github: true,
    }),
  ).toEqual(flags);
  const sliced = await run([join(folder.path, "one.eval.ts"), "--slice-by", "lang"]);
  expect(sliced.out).toMatch(/^ {2}lang +passed +exact$/m);
  const { err: none } = await run([folder.path, "--metadata", "constructor=x"]);
  expect(none).toContain("none says `constructor`");
  const { code, err } = await run([folder.path, "--metadata", "lang=it"]);
  expect(code).toBe(2);
  expect(err).toMatch(
    /one\.eval\.ts: Expected .* lang=it, found none among 3: `lang` is de, fr, es\./,
  );
  expect(err).toMatch(/two\.eval\.ts: Expected .* lang=it, found none among 3: none says `lang`\./);
  expect(await run([folder.path, "--metadata", "lang"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("Expected key=value, such as lang=de, got `lang`."),
  });
});
