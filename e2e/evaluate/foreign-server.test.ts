import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { evaluate, traceTool } from "honeyhive";
import { expect, test } from "vitest";

import { startPlainProxy } from "../faults/start-plain-proxy.js";
import { exportAllEvents } from "../support/export-all-events.js";
import { runNode } from "../support/run-node.js";
import { startTestServer, type TestServer } from "../support/start-test-server.js";

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

const eventsOf = async ({ client }: TestServer, id: string): Promise<string[]> => {
  const filters = [{ field: "metadata.run_id", operator: "is", value: id }] as const;
  const events = await exportAllEvents(client, filters);
  return events.map(({ event_type: type, event_name: name }) => `${type} ${name}`).toSorted();
};

test("a run is restored on a server that knows no more than the documented API", async () => {
  await using server = await startTestServer();
  await using proxy = await startPlainProxy(server.server.url);
  await using folder = await makeTemporaryDirectory();
  const { apiKey } = server.server;
  // As after SIGKILL: spans never left, and every case is in the journal.
  const destination = { serverUrl: proxy.url, apiKey, journal: folder.path };
  const silent = { otlp: { otlpEndpoint: "http://127.0.0.1:9/v1/traces" } };
  const cut = await run({ ...destination, runId, deliveryTimeoutMs: 50, tracing: silent });
  expect(cut.delivery.isComplete).toBe(false);
  expect((await readdir(folder.path)).toSorted()).toEqual([`${runId}.1.spans`, `${runId}.ndjson`]);

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
  const [found, expected] = [await eventsOf(server, runId), await eventsOf(server, whole.runId)];
  expect(expected.filter((event) => event === "tool think")).toHaveLength(24);
  expect(found).toEqual(expected);
  expect(proxy.plainAnswers).toBeGreaterThan(0);
});

test("runs are listed, shown and compared over the documented API alone", async () => {
  await using server = await startTestServer();
  await using proxy = await startPlainProxy(server.server.url);
  await using folder = await makeTemporaryDirectory();
  await mkdir(join(folder.path, "journal"));
  const { apiKey } = server.server;
  const destination = { serverUrl: proxy.url, apiKey, journal: join(folder.path, "journal") };
  const first = await run(destination);
  const second = await run({ ...destination, baseline: "latest" });
  expect(second.comparison).toMatchObject({
    oldRunId: first.runId,
    added: [],
    removed: [],
    metrics: [{ name: "exact", verdict: "same", paired: 12 }],
  });
  const command = async (...args: string[]): Promise<string> => {
    const environment = { HH_API_URL: proxy.url, HH_API_KEY: apiKey };
    const asked = { program, cwd: folder.path, args: ["runs", ...args], environment };
    const { exitCode, stdout, stderr } = await runNode(asked);
    expect([exitCode, stderr]).toEqual([0, ""]);
    return stdout;
  };
  expect(await command("list")).toContain(second.runId);
  expect(await command("show", "latest")).toContain("exact");
  expect(await command("compare", second.runId, first.runId)).toContain("exact");
});
