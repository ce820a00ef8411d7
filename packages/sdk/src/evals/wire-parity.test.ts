import { startCollector, type CollectedRequest, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { evaluate } from "./evaluate.js";
import type { EvaluationResult } from "./types.js";

/** The first and third have ids in the reference of the Python SDK 1.5.1. */
const rows = [
  { inputs: { q: "hello" }, ground_truth: { a: "world" } },
  { id: "mine", inputs: { q: "text" }, ground_truth: { a: "text" } },
  { inputs: { q: "list" } },
];

const run = (collector: Collector): Promise<EvaluationResult> =>
  evaluate({
    apiKey: "key",
    serverUrl: collector.url,
    name: " nightly ",
    journal: false,
    concurrency: 1,
    dataset: rows as { inputs: { q: string } }[],
    function: function answer({ inputs }) {
      if (inputs.q === "text") return "just text";
      return inputs.q === "list" ? ["a", "list"] : { a: "world" };
    },
    evaluators: [
      function exact(outputs) {
        return typeof outputs === "object";
      },
    ],
  });

const bodiesOf = (requests: readonly CollectedRequest[], path: string): readonly unknown[] =>
  requests.filter((request) => request.path === path).map(({ body }) => body);

describe("on the wire an experiment is what the Python SDK makes of it", () => {
  it("in the order of its requests", async () => {
    await using collector = await startCollector();
    const { runId } = await run(collector);
    const paths = collector.requests.map(({ method, path }) => `${method} ${path}`);
    expect(paths[0]).toBe("POST /v1/runs");
    expect(paths.at(-1)).toBe(`PUT /v1/runs/${runId}`);
    // Unlike Python, spans are sent in batches, and sessions are updated as their cases end: what has ended is there
    // when the process is killed. The result is not read back from the server: it is known here.
    const ordered = collector.requests.slice(1, -1).flatMap(({ path, body }) => {
      const { session, event_id: id } = body as {
        session?: { session_id: string };
        event_id?: string;
      };
      return path === "/opentelemetry/v1/traces" ? [] : [`${path} ${session?.session_id ?? id}`];
    });
    const sessions = bodiesOf(collector.requests, "/session/start").map(
      (body) => (body as { session: { session_id: string } }).session.session_id,
    );
    expect(sessions).toHaveLength(3);
    for (const id of sessions) {
      expect(ordered.indexOf(`/session/start ${id}`)).toBeLessThan(
        ordered.indexOf(`/events ${id}`),
      );
    }
    expect(ordered).toHaveLength(6);
  });

  it("in the run", async () => {
    await using collector = await startCollector();
    const { runId, cases } = await run(collector);
    const [created] = bodiesOf(collector.requests, "/v1/runs");
    expect(created).toMatchObject({
      run_id: runId,
      name: "nightly",
      event_ids: [],
      datapoint_ids: [
        "EXT-a689e9c84e315595",
        "EXT-mine",
        expect.stringMatching(/^EXT-[0-9a-f]{16}$/),
      ],
      configuration: {
        function: "answer",
        evaluators: ["exact"],
        max_workers: 1,
        aggregate_function: "average",
      },
      metadata: { offline_dataset_id: expect.stringMatching(/^EXT-[0-9a-f]{16}$/) },
    });
    expect(created).not.toHaveProperty("dataset_id");
    expect(collector.requests.at(-1)?.body).toMatchObject({
      name: "nightly",
      status: "completed",
      metadata: { offline_dataset_id: expect.stringMatching(/^EXT-[0-9a-f]{16}$/) },
      event_ids: cases.map(({ sessionId }) => sessionId),
    });
  });

  it("in the sessions, named after the experiment", async () => {
    await using collector = await startCollector();
    const { runId, datasetId } = await run(collector);
    const [first] = bodiesOf(collector.requests, "/session/start");
    expect(first).toMatchObject({
      session: {
        session_name: "nightly",
        source: "evaluation",
        inputs: { q: "hello" },
        metadata: {
          run_id: runId,
          dataset_id: datasetId,
          datapoint_id: "EXT-a689e9c84e315595",
        },
      },
    });
  });

  it("but for outputs that are no objects, which keep their ground truth", async () => {
    await using collector = await startCollector();
    await run(collector);
    expect(bodiesOf(collector.requests, "/events")).toMatchObject([
      { outputs: { a: "world" }, feedback: { ground_truth: { a: "world" } } },
      { outputs: { result: "just text" }, feedback: { ground_truth: { a: "text" } } },
      { outputs: { result: ["a", "list"] } },
    ]);
  });

  it("but for its status, which is what happened", async () => {
    await using collector = await startCollector();
    await evaluate({
      apiKey: "key",
      serverUrl: collector.url,
      journal: false,
      dataset: [{ inputs: {} }],
      function: () => {
        throw new Error("no");
      },
    });
    expect(collector.requests.at(-1)?.body).toMatchObject({ status: "failed" });
  });
});
