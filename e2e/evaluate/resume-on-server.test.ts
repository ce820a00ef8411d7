import { readFile, writeFile } from "node:fs/promises";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { evaluate, traceTool } from "honeyhive";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject } from "../support/obtain-project.js";

const dataset = Array.from({ length: 12 }, (_, n) => ({ inputs: { n }, groundTruth: n % 3 === 0 }));
const trials = 2;

const think = traceTool(async function think(n: number) {
  return n % 4 === 0;
});

test("a case that a killed process had begun has one session, and the server the same numbers", async () => {
  const project = await obtainProject();
  await using folder = await makeTemporaryDirectory();
  const { url: serverUrl, apiKey } = project;
  const run = (resume?: string, shift = 0) =>
    evaluate({
      name: "resumed",
      dataset,
      trials,
      function: ({ inputs, trial }) => think(inputs.n + trial + shift),
      evaluators: [
        function exact(outputs: boolean, _: unknown, groundTruth: boolean) {
          return outputs === groundTruth;
        },
      ],
      journal: folder.path,
      resume,
      serverUrl,
      apiKey,
    });
  const whole = await run();
  // As after SIGKILL: everything was delivered, and what ended last was not written yet.
  const path = whole.journalPath ?? "";
  const lines = (await readFile(path, "utf8")).split("\n");
  await writeFile(path, `${lines.slice(0, -8).join("\n")}\n`);

  // What is repeated comes to something else.
  const resumed = await run(whole.runId, 1);
  expect(resumed.resumedCases).toBe(dataset.length * trials - 5);
  expect(new Set(resumed.cases.map(({ sessionId }) => sessionId)).size).toBe(24);
  expect(resumed.cases.map(({ sessionId }) => sessionId)).toEqual(
    whole.cases.map(({ sessionId }) => sessionId),
  );
  const sessions = await exportAllEvents(project.client, [
    { field: "metadata.run_id", operator: "is", value: whole.runId },
    { field: "event_type", operator: "is", value: "session" },
  ]);
  expect(sessions).toHaveLength(24);
  const params = { run_id: whole.runId };
  const { datapoints, metrics, status } = await project.client("getRunResult", { params });
  expect(status).toBe("completed");
  const [local] = resumed.metrics;
  expect(metrics.details).toMatchObject([{ metric_name: "exact", counted: 24, total: 24 }]);
  expect(metrics.details[0]?.aggregate).toBeCloseTo(local?.mean ?? NaN, 12);
  expect(local?.mean).not.toBe(whole.metrics[0]?.mean);
  const outcomes = new Map(datapoints.map((point) => [point.session_id, point.outcome]));
  expect(resumed.cases.map(({ sessionId }) => outcomes.get(sessionId))).toEqual(
    resumed.cases.map(({ outcome }) => outcome),
  );
});

test("what errored and is run again counts as what it has come to since", async () => {
  const project = await obtainProject();
  await using folder = await makeTemporaryDirectory();
  const { url: serverUrl, apiKey } = project;
  let isDown = true;
  const run = (more: object = {}) =>
    evaluate({
      name: "outage",
      dataset,
      retries: 0,
      function: async ({ inputs: { n } }) => {
        if (isDown && n < 3) throw new Error("no answer");
        return think(n);
      },
      evaluators: [
        function exact(outputs: boolean, _: unknown, groundTruth: boolean) {
          if (isDown && groundTruth) throw new Error("no judge");
          return outputs === groundTruth;
        },
      ],
      journal: folder.path,
      serverUrl,
      apiKey,
      ...more,
    });
  const first = await run();
  expect(first.outcomes).toMatchObject({ errored: 6 });
  const failedSessions = (): Promise<number> =>
    exportAllEvents(project.client, [
      { field: "metadata.run_id", operator: "is", value: first.runId },
      { field: "event_type", operator: "is", value: "session" },
      { field: "error", operator: "exists" },
    ]).then(({ length }) => length);
  expect(await failedSessions()).toBe(3);
  isDown = false;
  const second = await run({ resume: first.runId, retryErrors: true });
  expect(second).toMatchObject({ resumedCases: 6, outcomes: { errored: 0 } });

  expect(await failedSessions()).toBe(0);
  const params = { run_id: first.runId };
  const { datapoints, metrics, status } = await project.client("getRunResult", { params });
  expect(status).toBe("completed");
  expect(metrics.details).toMatchObject([{ metric_name: "exact", counted: 12, total: 12 }]);
  expect(metrics.details[0]?.aggregate).toBeCloseTo(second.metrics[0]?.mean ?? NaN, 12);
  const outcomes = new Map(datapoints.map((point) => [point.session_id, point.outcome]));
  expect(outcomes.size).toBe(12);
  expect(second.cases.map(({ sessionId }) => outcomes.get(sessionId))).toEqual(
    second.cases.map(({ outcome }) => outcome),
  );
});

test("what had ended and never arrived is sent from the journal, and nothing is run again", async () => {
  const project = await obtainProject();
  await using offline = await makeTemporaryDirectory();
  await using online = await makeTemporaryDirectory();
  let calls = 0;
  const controller = new AbortController();
  const run = (more: object) =>
    evaluate({
      name: "resumed",
      runId: "6f1c1f9e-0f5d-4d7c-9a53-2a8f0d2c5b11",
      dataset,
      trials,
      concurrency: 1,
      retries: 0,
      function: async ({ inputs, trial }) => {
        if (++calls === 31) controller.abort();
        if (inputs.n === 5) throw new Error("no answer to 5");
        return think(inputs.n + trial);
      },
      evaluators: [
        function exact(outputs: boolean, _: unknown, groundTruth: boolean) {
          return { score: outputs === groundTruth, explanation: `of ${outputs}` };
        },
      ],
      serverUrl: project.url,
      apiKey: project.apiKey,
      ...more,
    });
  // The journal has all cases; of the same run the server has six, the others as cut off.
  const whole = await run({ journal: offline.path, disableTracing: true });
  const cut = await run({ journal: online.path, signal: controller.signal });
  expect([calls, cut.outcomes.cancelled]).toEqual([31, 18]);
  const params = { run_id: whole.runId };
  // Those that never began count on the server, too.
  const afterCut = await project.client("getRunResult", { params });
  expect(afterCut.datapoints.filter(({ outcome }) => outcome === "cancelled")).toHaveLength(18);
  const { counted: cutCounted, missing: cutMissing, total: cutTotal } = cut.metrics[0] ?? {};
  expect(afterCut.metrics.details).toMatchObject([
    { counted: cutCounted, missing: cutMissing, total: cutTotal },
  ]);
  const resumed = await run({ journal: offline.path, resume: whole.runId });
  expect([calls, resumed.resumedCases]).toEqual([31, 24]);
  expect(resumed.delivery).toMatchObject({ isComplete: true });

  const { datapoints, metrics } = await project.client("getRunResult", { params });
  expect(datapoints).toHaveLength(24);
  const bySession = new Map(datapoints.map((datapoint) => [datapoint.session_id, datapoint]));
  for (const { sessionId, outcome, error, outputs, scores, contentHash } of whole.cases) {
    const { exact } = scores;
    expect(bySession.get(sessionId)).toMatchObject({
      outcome,
      error: error ?? null,
      outputs: outputs === undefined ? {} : { result: outputs },
      content_hash: contentHash,
      metrics: exact?.state === "scored" ? [{ name: "exact", explanation: exact.explanation }] : [],
    });
  }
  const [local] = whole.metrics;
  const { counted, missing, total } = local ?? {};
  expect(metrics.details).toMatchObject([{ metric_name: "exact", counted, missing, total }]);
  expect(metrics.details[0]?.aggregate).toBeCloseTo(local?.mean ?? NaN, 12);
});

test("a run that is resumed is not its own baseline", async () => {
  const project = await obtainProject();
  await using folder = await makeTemporaryDirectory();
  const { url: serverUrl, apiKey } = project;
  const run = (answer: boolean, more: { baseline?: string; resume?: string } = {}) =>
    evaluate({
      name: "again",
      dataset,
      function: () => answer,
      evaluators: [{ name: "right", evaluate: (output: boolean) => output }],
      journal: folder.path,
      serverUrl,
      apiKey,
      ...more,
    });
  const first = await run(true);
  const worse = await run(false, { baseline: "latest" });
  const resumed = await run(false, { baseline: "latest", resume: worse.runId });
  expect(worse.comparison?.oldRunId).toBe(first.runId);
  expect(resumed.comparison?.oldRunId).toBe(first.runId);
  const named = await run(false, { baseline: "again", resume: worse.runId });
  expect(named.comparison?.oldRunId).toBe(first.runId);
});
