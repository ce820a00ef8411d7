import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { makeTemporaryDirectory, waitFor } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { main } from "../main.js";
import { findImports } from "./find-imports.js";

test("finds what a file imports, also through others, and the data it names", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = (name: string): string => join(folder.path, name);
  await mkdir(path("lib"));
  const files = {
    "a.eval.ts": `
      import { x } from "./lib/x.js";
      import type { Y } from './y';
      import "openai";
      export default { dataset: "cases.csv", other: "missing.csv" };`,
    "lib/x.ts": `export * from "./index.js"; const later = () => import("../later.mjs");`,
    "lib/index.ts": `export { x } from "./x.js";`,
    "later.mjs": `require("./data.json");`,
    "data.json": "{}",
    "y.ts": "",
    "cases.csv": "a,b",
    "unrelated.ts": "",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path(name), text);
  const found = await findImports(path("a.eval.ts"), "/");
  expect([...found].toSorted()).toEqual(
    ["a.eval.ts", "cases.csv", "data.json", "later.mjs", "lib/index.ts", "lib/x.ts", "y.ts"].map(
      path,
    ),
  );
});

test("runs all, then only those that change or import what changes, until it is interrupted", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = (name: string): string => join(folder.path, name);
  await writeFile(path("shared.ts"), "export const one = 1;");
  await writeFile(path("a.eval.ts"), 'import { one } from "./shared.js";');
  await writeFile(path("b.eval.ts"), "");
  const ran: string[][] = [];
  let interrupt = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  let waiting = 0;
  const finished = main(["eval", folder.path, "--watch", "--first", "2", "--no-server"], {
    env: {},
    stdout: () => undefined,
    stderr: () => void waiting++,
    untilInterrupted: () => interrupted,
    runChild: async (argv) => void ran.push([...argv]),
  });
  const untilRun = (count: number): Promise<true> =>
    waitFor({
      what: `${count} runs`,
      find: () => (ran.length === count && waiting === count ? (true as const) : undefined),
      describe: () => JSON.stringify(ran),
    });
  await untilRun(1);
  // A watcher says when it has begun to watch only by what it sees: written until it does.
  const touch = setInterval(() => void writeFile(path("shared.ts"), `// ${Math.random()}`), 50);
  await waitFor({
    what: "the second run",
    find: () => (ran.length > 1 ? true : undefined),
    describe: () => JSON.stringify(ran),
  });
  clearInterval(touch);
  interrupt();
  expect(await finished).toBe(130);
  const names = ran.map((argv) =>
    argv.filter((word) => word.endsWith(".ts")).map((word) => basename(word)),
  );
  expect(names[0]).toEqual(["a.eval.ts", "b.eval.ts"]);
  expect(names[1]).toEqual(["a.eval.ts"]);
  expect(ran[0]?.slice(-3)).toEqual(["--first", "2", "--no-server"]);
});
