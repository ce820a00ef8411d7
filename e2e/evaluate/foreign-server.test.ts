import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { evaluate, traceTool } from "honeyhive";
import { expect, test } from "vitest";

import {
  lacksOwnPaths,
  lacksVersions,
  startPlainProxy,
  type Lack,
} from "../faults/start-plain-proxy.js";
import { exportAllEvents } from "../support/export-all-events.js";
import { runNode } from "../support/run-node.js";
import { obtainProject, type TestProject } from "../support/obtain-project.js";

const dataset = Array.from({ length: 12 }, (_, n) => ({ inputs: { n }, groundTruth: n % 3 === 0 }));
const trials = 2;
const program = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));
const runId = "6f1c1f9e-0f5d-4d7c-9a53-2a8f0d2c5b12";

const think = traceTool(async function think(n: number) {
  return n % 4 === 0;
});

const run = (more: object) =>
  evaluate({
    name: "foreign",
    project: "foreign",
    dataset,
    trials,
    concurrency: 1,
    retries: 0,
    function: ({ inputs, trial }) => think(inputs.n + trial),
    evaluators: [
      function exact(outputs: boolean, _: unknown, groundTruth: boolean) {
        return outputs === groundTruth;
      },
    ],
    ...more,
  });

/** The command line in a folder. */
const commandsIn = (cwd: string, url: string, apiKey: string) => {
  return async (...args: string[]): Promise<string> => {
    const environment = { HH_API_URL: url, HH_API_KEY: apiKey };
    const { exitCode, stdout, stderr } = await runNode({ program, cwd, args, environment });
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining("Expected")]);
    return stdout;
  };
};

const eventsOf = async ({ client }: TestProject, id: string): Promise<string[]> => {
  const filters = [{ field: "metadata.run_id", operator: "is", value: id }] as const;
  const events = await exportAllEvents(client, filters);
  return events.map(({ event_type: type, event_name: name }) => `${type} ${name}`).toSorted();
};

const generations = [
  ["documented", lacksOwnPaths],
  ["the oldest", lacksVersions],
] as const;
const withoutResults: Lack = (path) => lacksOwnPaths(path) || path.endsWith("/result");

test.each([...generations, ["documented but for those of results", withoutResults] as const])(
  "a run is restored on a server of which the paths are %s",
  async (_, lacks) => {
    const project = await obtainProject();
    await using proxy = await startPlainProxy(project.url, lacks);
    await using folder = await makeTemporaryDirectory();
    const { apiKey } = project;
    // As after SIGKILL: spans never left, and every case is in the journal.
    const destination = { serverUrl: proxy.url, apiKey, journal: folder.path };
    const silent = { otlp: { otlpEndpoint: "http://127.0.0.1:9/v1/traces" } };
    const cut = await run({ ...destination, runId, deliveryTimeoutMs: 50, tracing: silent });
    expect(cut.delivery.isComplete).toBe(false);
    expect((await readdir(folder.path)).toSorted()).toEqual([
      `${runId}.1.spans`,
      `${runId}.ndjson`,
    ]);

    const resumed = await run({
      ...destination,
      resume: runId,
      function: () => expect.unreachable(),
    });
    expect(resumed).toMatchObject({
      resumedCases: 24,
      outcomes: cut.outcomes,
      delivery: { isComplete: true },
      restoredCases: { total: 24, withoutSpans: 0 },
    });
    const whole = await run({ ...destination, journal: join(folder.path, "whole") });
    const [found, expected] = [
      await eventsOf(project, runId),
      await eventsOf(project, whole.runId),
    ];
    expect(expected.filter((event) => event === "tool think")).toHaveLength(24);
    expect(found).toEqual(expected);
    expect(proxy.plainAnswers).toBeGreaterThan(0);
  },
);

test.each(generations)(
  "runs are listed, shown and compared over %s paths alone",
  async (_, lacks) => {
    const project = await obtainProject();
    await using proxy = await startPlainProxy(project.url, lacks);
    await using folder = await makeTemporaryDirectory();
    await mkdir(join(folder.path, "journal"));
    const { apiKey } = project;
    const destination = { serverUrl: proxy.url, apiKey, journal: join(folder.path, "journal") };
    const first = await run(destination);
    const second = await run({ ...destination, baseline: "latest" });
    expect(second.comparison).toMatchObject({
      oldRunId: first.runId,
      added: [],
      removed: [],
      metrics: [{ name: "exact", verdict: "same", paired: 12 }],
    });
    const honeyhive = commandsIn(folder.path, proxy.url, apiKey);
    expect(await honeyhive("runs", "list")).toContain(second.runId);
    expect(await honeyhive("runs", "show", "latest")).toContain("exact");
    expect(await honeyhive("runs", "compare", second.runId, first.runId)).toContain("exact");
  },
);

test.each(generations)(
  "datasets are pushed, evaluated and pulled over %s paths alone",
  async (_, lacks) => {
    const project = await obtainProject();
    await using proxy = await startPlainProxy(project.url, lacks);
    await using folder = await makeTemporaryDirectory();
    const { apiKey } = project;
    const honeyhive = commandsIn(folder.path, proxy.url, apiKey);
    const rows = dataset.map(({ inputs, groundTruth }) => ({
      inputs,
      ground_truth: { groundTruth },
    }));
    const lines = rows.map((row) => JSON.stringify(row)).join("\n");
    await writeFile(join(folder.path, "rows.jsonl"), lines);
    const { id } = JSON.parse(
      await honeyhive("datasets", "push", "rows.jsonl", "--name", "numbers", "--json"),
    ) as {
      readonly id: string;
    };
    expect(await honeyhive("datasets", "list")).toContain("numbers");
    const hosted = { dataset: undefined, datasetId: id, evaluators: [] };
    const { outcomes } = await run({ ...hosted, serverUrl: proxy.url, apiKey, journal: false });
    expect(outcomes.passed).toBe(24);
    expect((await honeyhive("datasets", "pull", "numbers")).trim().split("\n")).toHaveLength(12);
  },
);
