import { startCollector, type Collector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { evaluate } from "../evaluate.js";
import { terminalReporter } from "../report/terminal-reporter.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { Reporter } from "../types/reporter.js";

const dataset = Array.from({ length: 300 }, (_, n) => ({ inputs: { n }, groundTruth: n }));
const begun = 3;

/** Is cancelled in its third case, which ends. */
function cancelled(collector: Collector, reporters: Reporter[] = []): Promise<EvaluationResult> {
  const controller = new AbortController();
  return evaluate({
    name: "cancelled",
    apiKey: "key",
    serverUrl: collector.url,
    journal: false,
    dataset,
    concurrency: 1,
    function: ({ inputs }) => {
      if (inputs.n === begun - 1) setImmediate(() => controller.abort());
      return inputs.n;
    },
    evaluators: [
      { name: "judge", evaluate: () => new Promise((resolve) => setImmediate(resolve, 1)) },
    ],
    signal: controller.signal,
    reporters,
  });
}

function changesIn(collector: Collector): Record<string, unknown>[] {
  return collector.requests.flatMap(({ path, body }) =>
    path === "/v1/sessions/batch" ? (body as { changes: Record<string, unknown>[] }).changes : [],
  );
}

test("cases that never began are sessions without a trace, in a few requests", async () => {
  await using collector = await startCollector({ takesBatches: true });
  const started: number[] = [];
  const { outcomes, cases, metrics } = await cancelled(collector, [
    { onCaseStart: ({ index }) => void started.push(index) },
  ]);
  expect(outcomes.cancelled).toBeGreaterThanOrEqual(dataset.length - begun);
  expect(started).toEqual([0, 1, 2]);
  expect(metrics).toMatchObject([{ name: "judge", total: dataset.length }]);
  const last = cases.at(-1);
  expect(last).toMatchObject({ attempts: 0, error: expect.stringContaining("before the case") });
  expect(collector.requests.length).toBeLessThan(20);
  const updates = changesIn(collector).filter(({ event_id: id }) => id === last?.sessionId);
  expect(updates).toEqual([
    {
      event_id: last?.sessionId,
      feedback: { ground_truth: dataset.length - 1 },
      metadata: {
        outcome: "cancelled",
        content_hash: last?.contentHash,
        case_id: last?.datapointId,
      },
    },
  ]);
  const sessions = new Set(collector.spans.map(({ attributes }) => attributes["session_id"]));
  expect(sessions.has(last?.sessionId)).toBe(false);
  expect(lastUpdate(collector)).toMatchObject({ session_ids: { length: dataset.length } });
});

test("a server to which they would be requests each hears of what has begun", async () => {
  await using collector = await startCollector();
  const { cases } = await cancelled(collector);
  const ids = cases.slice(0, begun).map(({ sessionId }) => sessionId);
  expect(lastUpdate(collector)).toMatchObject({ session_ids: ids, event_ids: ids });
  expect(collector.requests.filter(({ path }) => path === "/session/start")).toHaveLength(begun);
});

test("the summary is there before anything waits for the server", async () => {
  await using collector = await startCollector({ takesBatches: true });
  let [out, err] = ["", ""];
  const output = {
    stdout: (text: string) => void (out += text),
    stderr: (text: string) => void (err += text),
    isTerminal: false,
    columns: 80,
  };
  let atOnce = "";
  let requests = 0;
  await cancelled(collector, [
    terminalReporter(output),
    {
      onRunCancelled: ({ status }) => {
        atOnce = `${status}: ${out}`;
        requests = collector.requests.length;
        collector.respondNext({ kind: "cut" }, { kind: "cut" }, { kind: "cut" });
      },
    },
  ]);
  expect(atOnce).toMatch(/^cancelled: [^]*Stopped early: the evaluation was cancelled/);
  expect(requests).toBeLessThan(collector.requests.length);
  expect(out.match(/Stopped early/g)).toHaveLength(1);
  expect(err).not.toMatch(/300 of 300/);
});

function lastUpdate(collector: Collector): unknown {
  return collector.requests.findLast(({ path }) => path.startsWith("/v1/runs/"))?.body;
}
