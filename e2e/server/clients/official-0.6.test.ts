import { execFile } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

import { runNode } from "../../support/run-node.js";
import { startOwnServer } from "../../support/start-own-server.js";

const version = "0.6.4";
const fixture = fileURLToPath(new URL("fixtures/official-0.6.cjs", import.meta.url));
const run = promisify(execFile);

/** Those of its dependencies that its client loads; the others are libraries that its tracer patches. */
const dependencies = {
  axios: "^1.1.3",
  "class-transformer": "^0.5.1",
  "form-data": "^4.0.0",
  "reflect-metadata": "^0.1.13",
};

let tree: TemporaryDirectory;

// A registry takes as long as it takes.
beforeAll(async () => {
  tree = await makeTemporaryDirectory();
  await install(tree.path);
}, 300_000);

afterAll(() => tree[Symbol.asyncDispose]());

it(`the client of honeyhive@${version}, unmodified, finds everything that it expects of a server`, async () => {
  await using test = await startOwnServer();
  const program = join(tree.path, "program.cjs");
  await copyFile(fixture, program);
  const { exitCode, stdout, stderr } = await runNode({
    program,
    cwd: tree.path,
    environment: { HH_API_KEY: test.apiKey, HH_API_URL: test.url },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const results: unknown = JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? "{}");
  expect(results).toEqual(expected);
});

/** The package without what it depends on, and the few of those that are needed: npm would bring 500 MB. */
async function install(cwd: string): Promise<void> {
  const packages = join(cwd, "node_modules");
  await mkdir(packages);
  await writeFile(join(cwd, "package.json"), JSON.stringify({ private: true, dependencies }));
  const quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  const packed = run("npm", ["pack", `honeyhive@${version}`, "--silent", ...quietly], { cwd });
  await Promise.all([packed, run("npm", ["install", ...quietly], { cwd })]);
  const target = join(packages, "honeyhive");
  await mkdir(target);
  const unpack = ["xzf", (await packed).stdout.trim(), "-C", target, "--strip-components=1"];
  await run("tar", unpack, { cwd });
}

const project = "default";
const tool = { inputs: { q: 1 }, outputs: { answer: 2 }, metrics: { good: 1 } };
const metric = { task: project, enabledInProd: false, needsGroundTruth: false };

/** Fields that are undefined for the client are not in what it printed. */
const expected = {
  events: {
    changed: 200,
    session: [
      "official",
      "session",
      { liked: true },
      expect.objectContaining({ a: 1, b: 2, num_events: 1 }),
      { user: "u" },
    ],
    events: ["session official", "tool lookup"],
    updated: expect.objectContaining({ ...tool, feedback: { rating: 5 }, duration: 7 }),
    model: expect.objectContaining({
      eventName: "gpt-4o",
      eventType: "model",
      source: "test",
      duration: 42,
      outputs: { response: { role: "assistant", content: "hello" } },
      metadata: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, cost: 0.5 },
    }),
    batch: [true, 2],
    recent: [2, 3],
    models: [true, 2],
  },
  datasets: {
    inserted: true,
    added: 2,
    updated: 200,
    dataset: {
      project,
      name: "renamed",
      description: "asked often",
      type: "evaluation",
      datapoints: 2,
      numPoints: 2,
      linkedEvals: ["another"],
      saved: true,
      pipelineType: "event",
    },
    changed: 200,
    datapoint: [
      { q: "d" },
      [{ role: "user", content: "hi" }],
      { expected: "d" },
      { from: "test" },
      ["evaluation"],
      1,
    ],
    listed: [3, 1, 3],
    deleted: { deleted: true },
    removed: 200,
  },
  runs: {
    created: ["pending", project],
    updated: ["renamed", "completed"],
    run: {
      runId: true,
      project,
      name: "renamed",
      status: "completed",
      eventIds: ["7f22137a-6911-4ed3-bc36-110f1dde6b66"],
      datapointIds: ["EXT-a"],
      results: {},
      configuration: { model: "gpt-4o" },
      metadata: { a: 1, b: 2, offline_dataset_id: "EXT-questions" },
    },
    listed: 1,
    deleted: true,
  },
  metrics: {
    created: [200, 200, 200],
    coded: {
      ...metric,
      name: "coded",
      type: "custom",
      description: "whether it is good",
      returnType: "boolean",
      criteria: "def coded(event):\n  return True",
      codeSnippet: "def coded(event):\n  return True",
      threshold: {},
      passWhen: true,
      eventName: "lookup",
      eventType: "tool",
    },
    judged: {
      ...metric,
      name: "judged",
      type: "model",
      description: "whether it is good",
      returnType: "float",
      criteria: "Is it good?",
      prompt: "Is it good?",
      threshold: { min: 0.5, max: 1 },
    },
    asked: ["human", "Is it good?"],
    updated: [200, "changed", "chain", "def coded(event):\n  return True"],
    deleted: [200, 2],
  },
  projects: {
    created: "another",
    updated: [200, 200, "changed again", true],
    listed: true,
    deleted: [200, 0],
  },
  tools: {
    updated: 200,
    tool: {
      id: true,
      task: "any",
      name: "find",
      description: "finds",
      parameters: { type: "string" },
      toolType: "function",
    },
    deleted: [200, 0],
  },
  configurations: {
    created: 200,
    before: {
      project,
      name: "prompt",
      provider: "openai",
      type: "LLM",
      parameters: {
        call_type: "chat",
        model: "gpt-4o",
        hyperparameters: { temperature: 0 },
        template: [{ role: "user", content: "{{q}}" }],
      },
      env: ["dev"],
      userProperties: { owner: "u" },
    },
    updated: [200, "renamed", true],
    deleted: [200, 0],
  },
  errors: [404, 401],
};
