import { mkdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { makeTemporaryDirectory, waitFor } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { main } from "../main.js";
import { isolated } from "../testing/isolated.js";
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

test("follows the paths of tsconfig.json, `#` names, linked packages, and every spelling of an import", async () => {
  await using folder = await makeTemporaryDirectory();
  const root = await realpath(folder.path);
  const path = (name: string): string => join(root, name);
  const files = {
    "app/tsconfig.json": JSON.stringify({
      extends: "../base.json",
      compilerOptions: { baseUrl: ".", paths: { "@/*": ["src/*"], only: ["src/only.ts"] } },
    }),
    "base.json": "{}",
    "app/package.json": `{ "imports": { "#inner": "./src/inner.js" } }`,
    "app/a.eval.ts": `
      import { x } from "@/x.js";
      import only from "only";
      import "#inner";
      import { shared } from "@team/shared";
      import { gone } from "not-installed";
      import installed from "installed";
      import fs from "node:fs";
      const view = () => import(/* later */ "./src/view.jsx");
      const plain = await import(\`./src/plain.js\`);
      const prompt = readFileSync("src/prompt.md", "utf8");
      const model = "gpt-4.1";`,
    "app/src/x.ts": `export { y } from "@/deep";`,
    "app/src/deep/index.ts": "",
    "app/src/only.ts": "",
    "app/src/inner.js": "",
    "app/src/view.tsx": "",
    "app/src/plain.ts": "",
    "app/src/prompt.md": "",
    "shared/package.json": `{ "name": "@team/shared", "main": "./main.ts" }`,
    "shared/main.ts": `export * from "./more.js";`,
    "shared/more.ts": "",
    "app/node_modules/installed/index.js": "",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(path(name)), { recursive: true });
    await writeFile(path(name), text);
  }
  await mkdir(path("app/node_modules/@team"));
  await symlink(path("shared"), path("app/node_modules/@team/shared"), "junction");
  const found = await findImports(path("app/a.eval.ts"), path("app"));
  const { "app/tsconfig.json": _, "base.json": __, "app/package.json": ___, ...rest } = files;
  const {
    "shared/package.json": ____,
    "app/node_modules/installed/index.js": _____,
    ...all
  } = rest;
  expect([...found].toSorted()).toEqual(Object.keys(all).map(path).toSorted());
});

interface Watch extends AsyncDisposable {
  readonly said: readonly string[];
  readonly ran: readonly (readonly string[])[];
  /** Ends the watch, and gives its exit code. */
  readonly interrupt: () => Promise<number>;
  /** Waits for one more run of these, and repeats a change until it has led to it: a watcher says when it has begun only by what it sees. */
  readonly untilRun: (names: readonly string[], change?: () => Promise<void>) => Promise<void>;
}

function startWatch(
  argv: readonly string[],
  onRun?: (signal: AbortSignal, words: readonly string[]) => Promise<void>,
): Watch {
  const ran: string[][] = [];
  const said: string[] = [];
  let interrupt = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  /** How many runs have ended: those before the one that has begun last, and that one where it waits. */
  let ended = 0;
  const finished = main(["eval", ...argv, "--watch"], {
    env: isolated(),
    stdout: () => undefined,
    stderr: (text) => {
      said.push(text);
      if (text.includes("Waiting for changes")) ended = ran.length;
    },
    untilInterrupted: () => interrupted,
    runChild: async (words, signal) => {
      ended = ran.length;
      ran.push([...words]);
      await onRun?.(signal, words);
    },
  });
  const end = (): Promise<number> => {
    interrupt();
    return finished;
  };
  return {
    ran,
    said,
    interrupt: end,
    untilRun: async (names, change) => {
      const from = ran.length;
      const again = setInterval(() => void change?.(), 50);
      await waitFor({
        what: `a run of ${names.join(", ")}`,
        find: () =>
          ran.slice(from, ended).some((words) => namesOf(words).join() === names.join()) ||
          undefined,
        describe: () => JSON.stringify(ran),
      });
      clearInterval(again);
    },
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}

const namesOf = (words: readonly string[] | undefined): string[] =>
  (words ?? []).filter((word) => word.endsWith(".ts")).map((word) => basename(word));

test("runs all, then only those that change or import what changes, until it is interrupted", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = (name: string): string => join(folder.path, name);
  await writeFile(path("shared.ts"), "export const one = 1;");
  await writeFile(path("a.eval.ts"), 'import { one } from "./shared.js";');
  await writeFile(path("b.eval.ts"), "");
  await using watch = startWatch([folder.path, "--first", "2", "--no-server"]);
  await watch.untilRun(["a.eval.ts", "b.eval.ts"]);
  await watch.untilRun(["a.eval.ts"], () => writeFile(path("shared.ts"), `// ${Math.random()}`));
  expect(await watch.interrupt()).toBe(130);
  expect(watch.ran.slice(0, 2).map(namesOf)).toEqual([["a.eval.ts", "b.eval.ts"], ["a.eval.ts"]]);
  expect(watch.ran[0]?.slice(-3)).toEqual(["--first", "2", "--no-server"]);
});

test("runs evaluations that are created later, and those whose imports are", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = (name: string): string => join(folder.path, name);
  await writeFile(path("a.eval.ts"), 'import { one } from "./later.js";');
  await using watch = startWatch([folder.path]);
  await watch.untilRun(["a.eval.ts"]);
  await mkdir(path("more"));
  await watch.untilRun(["b.eval.ts"], () =>
    writeFile(path("more/b.eval.ts"), `// ${Math.random()}`),
  );
  await watch.untilRun(["a.eval.ts"], () => writeFile(path("later.ts"), `// ${Math.random()}`));
});

test("runs the others that are named while one of them is gone", async () => {
  await using folder = await makeTemporaryDirectory();
  const [one, other] = ["a", "b"].map((name) => join(folder.path, `${name}.eval.ts`));
  if (one === undefined || other === undefined) throw new Error("Expected two paths.");
  for (const path of [one, other]) await writeFile(path, "");
  await using watch = startWatch([one, other]);
  await watch.untilRun(["a.eval.ts", "b.eval.ts"]);
  await rm(other);
  await watch.untilRun(["a.eval.ts"], () => writeFile(one, `// ${Math.random()}`));
  await watch.untilRun(["b.eval.ts"], () => writeFile(other, `// ${Math.random()}`));
});

test("says what cannot be watched, and watches the rest", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = (name: string): string => join(folder.path, name);
  await writeFile(path("a.eval.ts"), "");
  // Leads nowhere, for anybody; folders that may not be read are the same to a watcher.
  await symlink("loop", path("loop"));
  await using watch = startWatch([folder.path]);
  await watch.untilRun(["a.eval.ts"]);
  await watch.untilRun(["a.eval.ts"], () => writeFile(path("a.eval.ts"), `// ${Math.random()}`));
  expect(watch.said.filter((text) => text.includes("will not be seen: ELOOP"))).toHaveLength(1);
});

test("does not run for ever where an evaluation writes a file that it names", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = (name: string): string => join(folder.path, name);
  const report = path("report.json");
  await writeFile(path("a.eval.ts"), 'const reporters = [{ name: "json", path: "report.json" }];');
  await writeFile(report, "{}");
  await using watch = startWatch([folder.path], () => writeFile(report, `${Math.random()}`));
  await waitFor({
    what: "a word about the report",
    find: () => watch.said.some((text) => text.includes("report.json changed while")) || undefined,
    describe: () => JSON.stringify([watch.said, watch.ran]),
  });
  expect(watch.ran).toHaveLength(1);
  await watch.untilRun(["a.eval.ts"], () => writeFile(report, `saved ${Math.random()}`));
});

/** A watcher says when it has begun only by what it sees. */
async function repeat(change: () => Promise<void>, until: Promise<unknown>): Promise<void> {
  const again = setInterval(() => void change(), 50);
  await until.finally(() => clearInterval(again));
}

/** Ends as runs do that take long: when they are stopped. */
const untilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });

test("stops a run whose code changes, says so, and begins it anew", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = (name: string): string => join(folder.path, name);
  await writeFile(path("shared.ts"), "");
  await writeFile(path("a.eval.ts"), 'import "./shared.js";');
  await writeFile(path("b.eval.ts"), "");
  await using watch = startWatch([folder.path], async (signal) => {
    if (watch.ran.length > 1) return;
    await repeat(() => writeFile(path("shared.ts"), `// ${Math.random()}`), untilStopped(signal));
  });
  // What else was to run has not run to its end either.
  await watch.untilRun(["a.eval.ts", "b.eval.ts"]);
  expect(watch.ran.length).toBeGreaterThan(1);
  expect(watch.said).toContainEqual(
    expect.stringMatching(/shared\.ts changed: this run stops, and begins anew\./),
  );
});

test("lets a run end when other evaluations change, and runs those next", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = (name: string): string => join(folder.path, name);
  await writeFile(path("a.eval.ts"), "");
  let isStopped = false;
  await using watch = startWatch([folder.path], async (signal) => {
    if (watch.ran.length > 1) return;
    signal.addEventListener("abort", () => (isStopped = true));
    const said = waitFor({
      what: "a word about b",
      find: () =>
        watch.said.some((text) => text.includes("b.eval.ts changed: it runs")) || undefined,
      describe: () => JSON.stringify(watch.said),
    });
    await repeat(() => writeFile(path("b.eval.ts"), `// ${Math.random()}`), said);
  });
  await watch.untilRun(["b.eval.ts"]);
  expect(watch.ran.slice(0, 2).map(namesOf)).toEqual([["a.eval.ts"], ["b.eval.ts"]]);
  expect(isStopped).toBe(false);
});
