import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  makeTemporaryDirectory,
  startCollector,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

import { obtainPacked } from "../support/obtain-packed.js";
import { runNode } from "../support/run-node.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const program = `
  import { HoneyHiveTracer, evaluate, exactMatch } from "honeyhive";

  async function main() {
    const options = { apiKey: "key", serverUrl: process.env.SERVER_URL };
    const tracer = await HoneyHiveTracer.init(options);
    await tracer.trace(async function work() { return 1; });
    await tracer.shutdown();
    const { outcomes } = await evaluate({
      ...options,
      name: "bundled",
      dataset: [{ inputs: { n: 1 }, groundTruth: 2 }],
      function: ({ inputs }) => inputs.n + 1,
      evaluators: [exactMatch()],
      reporters: ["html", "junit", "markdown", "json"],
    });
    console.log(outcomes.passed);
  }
  void main();
`;

let directory: TemporaryDirectory;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  const modules = join(directory.path, "node_modules");
  await mkdir(modules);
  await cp((await obtainPacked()).folder, join(modules, "honeyhive"), { recursive: true });
  await symlink(join(root, "node_modules", "@opentelemetry"), join(modules, "@opentelemetry"));
  await writeFile(join(directory.path, "main.mjs"), program);
}, 120_000);

afterAll(() => directory[Symbol.asyncDispose]());

test.each([
  ["an ES module", "main.mjs", "esm", {}],
  ["CommonJS", "main.cjs", "cjs", {}],
  // As esbuild writes it.
  ["CommonJS without `import.meta`", "main.cjs", "cjs", { "import.meta.url": "undefined" }],
] as const)(
  "a program that is bundled to %s traces and evaluates",
  async (_, name, format, define) => {
    await using collector = await startCollector();
    await using folder = await makeTemporaryDirectory();
    const bundled = await rolldown({
      input: join(directory.path, "main.mjs"),
      platform: "node",
      transform: { define },
      checks: { bundlerTimings: false },
    });
    const file = join(folder.path, name);
    await bundled.write({
      dir: folder.path,
      format,
      entryFileNames: name,
      chunkFileNames: `[name]-[hash].${name.slice(-3)}`,
    });
    await bundled.close();
    const environment = { SERVER_URL: collector.url };
    const result = await runNode({ program: file, cwd: folder.path, environment });
    expect(result).toMatchObject({ exitCode: 0, stdout: "1\n" });
    expect(collector.spans.map(({ name: span }) => span)).toEqual(
      expect.arrayContaining(["work", "function", "exact_match"]),
    );
  },
);
