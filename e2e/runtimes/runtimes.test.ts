import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  makeTemporaryDirectory,
  startCollector,
  startModelServer,
  type TemporaryDirectory,
} from "@honeyhive/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { countOwnership } from "../isolation/check-ownership.js";
import {
  installForeignTree,
  instrumentedClient,
  type ForeignTree,
} from "../isolation/foreign-tree.js";
import { ownerProgram, runSessions, sessionsProgram } from "../isolation/run-sessions.js";
import { exportAllEvents } from "../support/export-all-events.js";
import { obtainRuntime, type RuntimeName } from "../support/obtain-runtime.js";
import { runNode, type NodeResult } from "../support/run-node.js";
import { obtainProject } from "../support/obtain-project.js";

const evaluationProgram = fileURLToPath(new URL("./fixtures/evaluation.mjs", import.meta.url));
const lifecycleProgram = fileURLToPath(
  new URL("../lifecycle/fixtures/program.mjs", import.meta.url),
);
const sessions = 200;
const runtimes: readonly RuntimeName[] = ["bun", "deno"];

let directory: TemporaryDirectory;
let tree: ForeignTree;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  [tree] = await Promise.all([
    installForeignTree({
      directory: directory.path,
      dependencies: { ...instrumentedClient, "@opentelemetry/api": "1.9.1" },
      programs: [sessionsProgram, ownerProgram, evaluationProgram, lifecycleProgram],
    }),
    ...runtimes.map(obtainRuntime),
  ]);
}, 300_000);

afterAll(() => directory[Symbol.asyncDispose]());

describe.each(runtimes)("under %s", (name) => {
  const run = async (
    program: string,
    environment: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): Promise<NodeResult> =>
    runNode({
      ...(await obtainRuntime(name)),
      program: join(tree.path, basename(program)),
      cwd: tree.path,
      args,
      environment,
    });

  test(`every span of ${sessions} concurrent sessions is in its own`, async () => {
    const project = await obtainProject();
    await using model = await startModelServer({ latency: 0.05 });
    await runSessions({
      owner: "none",
      sessions,
      server: project,
      model,
      tree: { ...tree, ...(await obtainRuntime(name)) },
    });
    const events = ["answer", "lookUp", "OpenAI Chat Completions", "library.work", "library.inner"];
    expect(countOwnership(await exportAllEvents(project.client))).toEqual({
      sessions,
      spans: sessions * events.length,
      wrongSession: 0,
      ownerless: 0,
      danglingParents: 0,
      names: Object.fromEntries(events.map((event) => [event, sessions])),
    });
  });

  test("an evaluation ends each case as it should, and stores it", async () => {
    const project = await obtainProject();
    const { url: serverUrl, apiKey } = project;
    const { stdout, stderr, exitCode } = await run(evaluationProgram, {
      EVALUATION: JSON.stringify({ serverUrl, apiKey }),
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const { outcomes, exact, runId } = JSON.parse(stdout) as {
      readonly outcomes: unknown;
      readonly exact: unknown;
      readonly runId: string;
    };
    expect(outcomes).toEqual({ passed: 20, failed: 10, errored: 10, "timed-out": 10 });
    expect(exact).toMatchObject({ mean: 20 / 30, counted: 30, total: 50, missing: 20 });
    const spans = await exportAllEvents(project.client);
    expect(spans.filter(({ event_name }) => event_name === "lookUp")).toHaveLength(30);
    const { evaluation } = await project.client("getRun", { params: { run_id: runId } });
    expect(evaluation?.status).toBe("completed");
  });

  test.each([
    ["out-of-work", 0],
    ["exit-now", 5],
    ["exit-in-handler", 6],
  ])("%s: the end of a program loses nothing", async (ending, exitCode) => {
    await using collector = await startCollector();
    const result = await run(lifecycleProgram, { COLLECTOR_URL: collector.url }, ending);
    expect(result).toMatchObject({ exitCode, stderr: "" });
    expect(collector.spans.map((span) => span.name)).toEqual(["work"]);
  });
});
