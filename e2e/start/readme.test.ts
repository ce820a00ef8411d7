import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { outsideOfTests, runNode } from "../support/run-node.js";
import { obtainProject } from "../support/obtain-project.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("the README's example compiles, prints its result and keeps the run on the server", async () => {
  const project = await obtainProject();
  await using folder = await makeFolderInside(join(root, "e2e/dist"));
  const program = await compile(folder.path, await readExample());
  const { exitCode, stdout, stderr } = await runNode({
    program,
    cwd: folder.path,
    environment: {
      ...outsideOfTests,
      HH_API_KEY: project.apiKey,
      HH_API_URL: project.url,
    },
  });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringMatching(
      /^capitals: 1 of 2 cases, .*\ncapitals: 2 of 2 cases, .*\nhttp.*\/runs\/.*\n$/,
    ),
  });
  expect(stdout.replace(/[\d.]+ m?s\b/g, "<time>")).toMatchInlineSnapshot(`
    "
    capitals: 2 cases in <time>, run completed
      1 passed · 1 failed
      duration of a case: median <time>, p95 <time> (2 of 2)

      metric   mean  counted  errors  n/a  missing
      ──────  ─────  ───────  ──────  ───  ───────
      exact   0.500   2 of 2       0    0        0

      case 2 (EXT-ee9e0bbbd519f6c3): failed: exact is false
        inputs {"country":"Peru"} · outputs "unknown" · expected "Lima"
        HH_EVAL_CASES=EXT-ee9e0bbbd519f6c3 node example.js
    "
  `);
  const { evaluations } = await project.client("listRuns", { query: {} });
  expect(evaluations).toMatchObject([{ name: "capitals", status: "completed" }]);
});

async function readExample(): Promise<string> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const example = /^```ts\n(.*?)^```$/ms.exec(readme)?.[1];
  if (example === undefined) throw new Error("Expected a ```ts block in README.md, found none.");
  return example;
}

/** Compiles strictly, as a user of the packages would, and resolves to the path of the program. */
async function compile(folder: string, source: string): Promise<string> {
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
  await writeFile(join(folder, "example.ts"), source);
  const options = [
    "--ignoreConfig",
    "--strict",
    "--skipLibCheck",
    "--target",
    "es2022",
    "--module",
    "nodenext",
  ];
  const compiler = join(root, "node_modules/.bin/tsc");
  await promisify(execFile)(compiler, [...options, "--types", "node", "example.ts"], {
    cwd: folder,
  }).catch((error: { stdout: string }) => {
    throw new Error(`The example does not compile.\n${error.stdout}`);
  });
  return join(folder, "example.js");
}

/** Inside the repository, so that its packages are found. */
async function makeFolderInside(parent: string): Promise<AsyncDisposable & { path: string }> {
  await mkdir(parent, { recursive: true });
  const path = await mkdtemp(join(parent, "readme-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
