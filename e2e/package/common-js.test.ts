import { execFile } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { installForeignTree, type ForeignTree } from "../isolation/foreign-tree.js";
import { runNode } from "../support/run-node.js";

const run = promisify(execFile);
const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
const newest = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));

let directory: TemporaryDirectory;
let tree: ForeignTree;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  tree = await installForeignTree({
    directory: directory.path,
    programs: ["same.cjs", "require.cjs"].map(fixture),
    dependencies: {
      "@opentelemetry/api": "1.9.1",
      "@types/node": "^20.19.0",
      "typescript-5": "npm:typescript@~5.4.0",
    },
  });
}, 120_000);

afterAll(() => directory[Symbol.asyncDispose]());

test.each([
  ["commonjs", "node16", "node16"],
  ["commonjs", "nodenext", "nodenext"],
  ["commonjs", "commonjs", "bundler"],
  // Newer compilers have dropped it: by the oldest one that knows `NoInfer`.
  ["commonjs", "commonjs", "node10"],
  ["module", "node16", "node16"],
])(
  "a package of type %s has the types of every entry under module %s and resolution %s",
  async (type, module, moduleResolution) => {
    const folder = join(tree.path, `${type}-${moduleResolution}`);
    await mkdir(folder);
    await writeFile(join(folder, "package.json"), JSON.stringify({ type }));
    const files = ["user.ts", "subpaths.ts"];
    for (const name of files) await copyFile(fixture(name), join(folder, name));
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: "es2022",
      lib: ["es2022", "esnext.disposable", "esnext.decorators"],
      types: ["node"],
      module,
      moduleResolution,
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    const older = join(tree.path, "node_modules", "typescript-5", "bin", "tsc");
    const compiler = moduleResolution === "node10" ? older : newest;
    const check = run(compiler, ["--project", folder], { cwd: tree.path });
    await expect(check.catch((error: { stdout: string }) => error)).resolves.toMatchObject({
      stdout: "",
    });
  },
);

test("every entry is the same module by require() and import()", async () => {
  const result = await runNode({ program: join(tree.path, "same.cjs"), cwd: tree.path });
  expect(result).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(result.stdout)).toEqual({ entries: 12, different: [] });
});

test("a Node that cannot require modules is told what to do", async () => {
  const { exitCode, stderr } = await runNode({
    program: join(tree.path, "require.cjs"),
    cwd: tree.path,
    nodeArguments: ["--no-experimental-require-module"],
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    `Expected Node 20.19, 22.12 or newer to require("honeyhive"), got ${process.version}. ` +
      'Update Node, or use `await import("honeyhive")`.',
  );
});
