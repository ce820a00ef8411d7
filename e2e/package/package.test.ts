import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import {
  makeTemporaryDirectory,
  startCollector,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { installForeignTree, type ForeignTree } from "../isolation/foreign-tree.js";
import { obtainNode, type NodeVersion } from "../support/obtain-node.js";
import { runNode } from "../support/run-node.js";

const run = promisify(execFile);
const fixture = (name: string): string =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
const nodeVersions: readonly NodeVersion[] = ["20.19", "22", "24", "26"];
const tsc = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));
const programs = ["import.mjs", "require.cjs", "check.mjs", "user.ts"].map(fixture);

/** Both generations of OpenTelemetry's SDK, each with the API that it needs. */
const generations = {
  "OpenTelemetry 2": { "@opentelemetry/api": "1.9.1", "@opentelemetry/sdk-trace-base": "2.12.1" },
  "OpenTelemetry 3": { "@opentelemetry/api": "1.10.0", "@opentelemetry/sdk-trace": "3.1.1" },
};

beforeAll(() => Promise.all(nodeVersions.map(obtainNode)));

describe.each(Object.entries(generations))("the packed SDK beside %s", (_title, dependencies) => {
  let directory: TemporaryDirectory;
  let tree: ForeignTree;

  beforeAll(async () => {
    directory = await makeTemporaryDirectory();
    tree = await installForeignTree({
      directory: directory.path,
      programs,
      dependencies: { ...dependencies, "@types/node": "^20.19.0" },
    });
  });

  afterAll(() => directory[Symbol.asyncDispose]());

  describe.each(nodeVersions)("on Node %s", (version) => {
    test.each(["import.mjs", "require.cjs"])("loads by %s and delivers", async (program) => {
      await using collector = await startCollector();
      const result = await runNode({
        program: join(tree.path, program),
        cwd: tree.path,
        nodePath: await obtainNode(version),
        environment: { SERVER_URL: collector.url },
      });
      expect({ ...result, stderr: withoutExperiments(result.stderr) }).toMatchObject({
        exitCode: 0,
        stderr: "",
      });
      expect(JSON.parse(result.stdout)).toEqual({
        value: 4,
        exported: 1,
        node: expect.stringMatching(new RegExp(`^${version}\\.`)),
      });
      expect(collector.spans.map(({ name }) => name)).toEqual(["work"]);
    });
  });

  test.each([
    ["node16", "node16"],
    ["nodenext", "nodenext"],
    ["bundler", "esnext"],
  ])("has types that check under %s resolution", async (resolution, module) => {
    const folder = join(tree.path, resolution);
    await mkdir(folder);
    const file = join(folder, basename(fixture("user.ts")));
    await copyFile(fixture("user.ts"), file);
    const flags = ["--strict", "--noEmit", "--ignoreConfig", "--skipLibCheck", "false"];
    const language = ["--target", "es2022", "--lib", "es2022,esnext.disposable,esnext.decorators"];
    const modules = ["--module", module, "--moduleResolution", resolution, "--types", "node"];
    const check = run(tsc, [...flags, ...language, ...modules, file], { cwd: tree.path });
    await expect(check.catch((error: { stdout: string }) => error)).resolves.toMatchObject({
      stdout: "",
    });
  });
});

/** Node 20.19 says that require() of a module is an experiment. */
function withoutExperiments(stderr: string): string {
  return stderr
    .split("\n")
    .filter((line) => !/ExperimentalWarning|--trace-warnings/.test(line))
    .join("\n");
}

test.each(nodeVersions)(
  "evaluations run as projects write TypeScript, on Node %s",
  async (version) => {
    await using folder = await makeTemporaryDirectory();
    const { exitCode, stdout, stderr } = await runNode({
      program: fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url)),
      cwd: folder.path,
      args: ["eval", fixture("evaluation"), "--no-server"],
      nodePath: await obtainNode(version),
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain("1 passed");
  },
);
