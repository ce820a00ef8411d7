import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  makeTemporaryDirectory,
  renderSpanTree,
  startCollector,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

import { obtainPacked } from "../support/obtain-packed.js";
import { runNode, type NodeResult } from "../support/run-node.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A library that brings its own copy of the SDK and traces with it. */
const library = `
  import { HoneyHiveTracer, trace } from "honeyhive";
  export const libraryWork = trace(() => "done");
  export { HoneyHiveTracer as LibraryTracer };
`;

let directory: TemporaryDirectory;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  const modules = join(directory.path, "node_modules");
  await mkdir(join(modules, "library", "node_modules"), { recursive: true });
  const { folder } = await obtainPacked();
  for (const around of [modules, join(modules, "library", "node_modules")]) {
    await cp(folder, join(around, "honeyhive"), { recursive: true });
  }
  await symlink(join(root, "node_modules", "@opentelemetry"), join(modules, "@opentelemetry"));
  await writeFile(join(modules, "library", "package.json"), '{"type":"module","main":"main.js"}');
  await writeFile(join(modules, "library", "main.js"), library);
}, 120_000);

afterAll(() => directory[Symbol.asyncDispose]());

test("a function that is traced with another copy says why it is not recorded, once", async () => {
  const { stdout, stderr } = await runProgram(`
    import { libraryWork } from "library";
    libraryWork();
    const tracer = await HoneyHiveTracer.init(options);
    for (let call = 0; call < 3; call++) await tracer.trace(async () => libraryWork());
    console.log((await tracer.shutdown()).exported);
    libraryWork();
  `);
  expect(stdout).toBe("3\n");
  expect(stderr.match(/Expected one copy of honeyhive/g)).toHaveLength(1);
  expect(stderr).toContain(join("node_modules", "honeyhive"));
});

test("a tracer that is made beside another copy's says so", async () => {
  const { stderr } = await runProgram(`
    import { LibraryTracer } from "library";
    const tracer = await HoneyHiveTracer.init(options);
    const second = await HoneyHiveTracer.init(options);
    const other = await LibraryTracer.init(options);
    for (const each of [other, second, tracer]) await each.shutdown();
  `);
  expect(stderr.match(/Expected one copy of honeyhive/g)).toHaveLength(1);
});

test("one copy, imported and required, is one", async () => {
  const result = await runProgram(`
    import { createRequire } from "node:module";
    const required = createRequire(import.meta.url)("honeyhive");
    const tracer = await HoneyHiveTracer.init(options);
    required.trace(() => 1)();
    console.log(required.HoneyHiveTracer === HoneyHiveTracer, (await tracer.shutdown()).exported);
  `);
  expect({ ...result, stderr: result.stderr.replaceAll(/^\(.*\n/gm, "") }).toEqual({
    exitCode: 0,
    stdout: "true 1\n",
    stderr: "",
  });
});

test("copies that bundlers make of one file find each other's tracers, sessions and spans", async () => {
  for (const name of ["first", "second"]) await bundleCopy(join(directory.path, `${name}.mjs`));
  await using collector = await startCollector();
  const destination = JSON.stringify({ apiKey: "key", serverUrl: collector.url });
  const { stdout, stderr } = await runProgram(`
    import * as first from "./first.mjs";
    import * as second from "./second.mjs";
    const tracer = await first.HoneyHiveTracer.init(${destination});
    const inner = first.traceTool(() => second.enrichSpan({ metadata: { by: "second" } }), { eventName: "inner" });
    const outer = second.traceChain(async function outer() {
      first.enrichSpan(second.getDefaultTracer().getCurrentSpan(), { metadata: { by: "first" } });
      return inner();
    });
    const isEnriched = await second.runWithSession({ name: "of the second" }, outer);
    console.log(first.HoneyHiveTracer === second.HoneyHiveTracer, isEnriched);
    console.log((await tracer.shutdown()).exported);
  `);
  expect({ stdout, stderr }).toEqual({ stdout: "false true\n2\n", stderr: "" });
  expect(renderSpanTree(collector.spans, { show: ["honeyhive_metadata.by"] }))
    .toMatchInlineSnapshot(`
      "outer
      │ · honeyhive_metadata.by = "first"
      └─ inner
           · honeyhive_metadata.by = "second""
    `);
  const sessions = collector.spans.map(({ attributes }) => attributes["honeyhive.session_name"]);
  expect(sessions).toEqual(["of the second", "of the second"]);
});

/** As the bundlers of web frameworks put the SDK into each part of a program: they keep where its files were. */
async function bundleCopy(file: string): Promise<void> {
  const bundled = await rolldown({
    input: join((await obtainPacked()).folder, "dist", "index.js"),
    platform: "node",
    external: /^(node:|@opentelemetry)/,
    transform: { define: { "import.meta.url": JSON.stringify("file:///app/core.js") } },
  });
  await bundled.write({ file, format: "esm", codeSplitting: false });
  await bundled.close();
}

async function runProgram(code: string): Promise<NodeResult> {
  await using collector = await startCollector();
  const program = join(directory.path, "program.mjs");
  const options = JSON.stringify({ apiKey: "key", serverUrl: collector.url });
  await writeFile(
    program,
    `import { HoneyHiveTracer } from "honeyhive"; const options = ${options};\n${code}`,
  );
  return await runNode({ program, cwd: directory.path });
}
