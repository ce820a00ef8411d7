import { startCollector, waitFor, type CollectedRequest, type Collector } from "@honeyhive/testing";
import { trace as otelTrace } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { trace } from "../wrap/trace.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";
import { evaluate } from "./evaluate.js";
import type { EvaluateOptions } from "./types/evaluate-options.js";
import type { EvaluationResult } from "./types/evaluation-result.js";

interface Row {
  readonly inputs: { readonly n: number };
  readonly groundTruth: number;
}

const rows = (count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({ inputs: { n }, groundTruth: n * 2 }));

const run = <Output>(
  collector: Collector,
  options: Partial<EvaluateOptions<Row, Output>> & Pick<EvaluateOptions<Row, Output>, "function">,
): Promise<EvaluationResult> =>
  evaluate({
    apiKey: "key",
    serverUrl: collector.url,
    dataset: rows(3),
    name: "trial",
    ...options,
  });

const sent = (collector: Collector, method: string, path: RegExp): readonly CollectedRequest[] =>
  collector.requests.filter((request) => request.method === method && path.test(request.path));

describe("evaluate", () => {
  it("aggregates metrics as it is asked to, and refuses what it does not know", async () => {
    await using collector = await startCollector();
    const aggregated = async (options: object): Promise<unknown> => {
      const result = await run(collector, {
        dataset: rows(5),
        function: async ({ inputs }) => inputs.n ** 2,
        evaluators: [
          function square(outputs) {
            return outputs;
          },
        ],
        ...options,
      });
      return [result.aggregateFunction, result.metrics[0]?.aggregate, result.metrics[0]?.mean];
    };
    expect(await aggregated({})).toEqual(["average", 6, 6]);
    expect(await aggregated({ aggregate: "median" })).toEqual(["median", 4, 6]);
    expect(await aggregated({ aggregate: "max" })).toEqual(["max", 16, 6]);
    await expect(aggregated({ aggregate: "mode" })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringMatching(/`aggregate` to be one of .*median.*"mode"/) as unknown,
    });
  });

  it("creates the run before its cases and completes it after them", async () => {
    await using collector = await startCollector();
    const result = await run(collector, {
      function: async ({ inputs }) => inputs.n * 2,
      evaluators: [(outputs, _, groundTruth) => outputs === groundTruth],
      metadata: { branch: "main" },
    });
    // As the Python SDK computes them: content and place.
    const ids = ["EXT-c7be351f8a7d240b", "EXT-5bcb6ae5fa161244", "EXT-dd0422d1571862d4"];
    const sessions = result.cases.map(({ sessionId }) => sessionId);
    expect(collector.requests[0]).toMatchObject({
      method: "POST",
      path: "/v1/runs",
      body: {
        run_id: result.runId,
        name: "trial",
        status: "running",
        datapoint_ids: ids,
        metadata: { branch: "main", offline_dataset_id: result.datasetId },
        configuration: { evaluators: ["evaluator_0"], concurrency: 10, timeout_ms: 120_000 },
      },
    });
    expect(collector.requests.at(-1)).toMatchObject({
      method: "PUT",
      path: `/v1/runs/${result.runId}`,
      body: {
        status: "completed",
        session_ids: sessions,
        event_ids: sessions,
        results: { outcomes: { passed: 3, failed: 0 }, metrics: [{ mean: 1, counted: 3 }] },
      },
    });
    expect(result).toMatchObject({ status: "completed", serverError: undefined });
    expect(result.delivery).toMatchObject({ dropped: 0, pending: 0, isComplete: true });
  });

  it("gives each case a session of its own, and every span the ids of the case", async () => {
    await using collector = await startCollector();
    const shared = trace(async function shared(n: number) {
      await new Promise((resolve) => setImmediate(resolve));
      return n;
    });
    const library = otelTrace.getTracer("library");
    const { cases, runId, datasetId } = await run(collector, {
      dataset: rows(20),
      function: async ({ inputs }) => {
        library.startSpan("foreign").end();
        return shared(inputs.n);
      },
      evaluators: [async (outputs) => (await shared(outputs)) >= 0],
    });
    expect(new Set(cases.map(({ sessionId }) => sessionId)).size).toBe(20);
    const created = collector.requests[0]?.body as { datapoint_ids: string[] } | undefined;
    const ids = created?.datapoint_ids ?? [];
    for (const { sessionId, index } of cases) {
      const own = collector.spans.filter(
        ({ attributes }) => attributes["honeyhive.session_id"] === sessionId,
      );
      expect(own.map(({ name }) => name).sort()).toEqual([
        "evaluator_0",
        "foreign",
        "function",
        "shared",
        "shared",
      ]);
      expect(new Set(own.map(({ traceId }) => traceId)).size).toBe(1);
      for (const { attributes } of own) {
        expect(attributes).toMatchObject({
          "honeyhive_metadata.run_id": runId,
          "honeyhive_metadata.dataset_id": datasetId,
          "honeyhive_metadata.datapoint_id": ids[index],
        });
      }
    }
  });

  it("records cases as `tracing` says", async () => {
    await using collector = await startCollector();
    await run(collector, {
      function: () => "a secret",
      tracing: {
        redact: (payload) =>
          payload.type === "span"
            ? { ...payload, attributes: { redacted: true } }
            : { ...payload, fields: {} },
      },
    });
    expect(collector.spans.map(({ attributes }) => attributes["redacted"])).toEqual([
      true,
      true,
      true,
    ]);
    expect(JSON.stringify(collector.requests)).not.toContain("a secret");
  });

  it("gives each case a tracer that ends by itself alone, and with the run", async () => {
    await using collector = await startCollector();
    const tracers: HoneyHiveTracer[] = [];
    const { cases, delivery } = await run(collector, {
      concurrency: 1,
      function: async ({ inputs }, tracer) => {
        tracers.push(tracer);
        if (inputs.n === 0) await tracer.shutdown();
        return tracer.trace(() => inputs.n);
      },
    });
    expect(cases.map(({ outputs }) => outputs)).toEqual([0, 1, 2]);
    expect(delivery.isComplete).toBe(true);
    // A root each, and what ran below the two that were not shut down.
    expect(collector.spans).toHaveLength(5);
    expect(tracers.map(({ isEnabled }) => isEnabled)).toEqual([false, false, false]);
    expect(tracers.map(({ sessionId }) => sessionId)).toEqual(
      cases.map(({ sessionId }) => sessionId),
    );
  });

  it("takes in tracers of the same destination, and leaves those of others alone", async () => {
    await using collector = await startCollector();
    await using elsewhere = await startCollector();
    await using own = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
    await using other = new HoneyHiveTracer({ apiKey: "key", serverUrl: elsewhere.url });
    const step = own.traceTool(function step() {});
    const foreignStep = other.traceTool(function foreignStep() {});
    const { cases } = await run(collector, {
      dataset: rows(1),
      function: () => {
        step();
        foreignStep();
      },
    });
    await other.flush();
    const sessionOf = ({ spans }: Collector, name: string): unknown =>
      spans.find((span) => span.name === name)?.attributes["honeyhive.session_id"];
    expect(sessionOf(collector, "step")).toBe(cases[0]?.sessionId);
    expect(sessionOf(elsewhere, "foreignStep")).toBe(other.sessionId);
    expect(JSON.stringify(elsewhere.spans)).not.toContain("run_id");
  });

  it("changes nothing global", async () => {
    await using collector = await startCollector();
    await run(collector, { function: () => 1 });
    const probe = new HoneyHiveTracer({ disableTracing: true });
    const { passedThrough } = probe.diagnostics();
    trace(() => 1)();
    expect(probe.diagnostics().passedThrough).toBe(passedThrough + 1);
    expect(otelTrace.getTracer("x").startSpan("x").isRecording()).toBe(false);
  });

  it("keeps the order of the dataset and its bound on concurrency", async () => {
    await using collector = await startCollector();
    let active = 0;
    let most = 0;
    const progress: number[] = [];
    const { cases } = await run(collector, {
      dataset: rows(9),
      concurrency: 3,
      function: async ({ inputs }) => {
        most = Math.max(most, ++active);
        for (let turn = 9; turn > inputs.n; turn--) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        active--;
        return inputs.n;
      },
      onProgress: ({ completed, total }) => void progress.push(completed / total),
    });
    expect(most).toBe(3);
    expect(cases.map(({ outputs, index }) => [outputs, index])).toEqual(
      rows(9).map((_, index) => [index, index]),
    );
    expect(progress.at(-1)).toBe(1);
  });

  it("survives a progress callback that throws", async () => {
    await using collector = await startCollector();
    const { outcomes } = await run(collector, {
      function: () => 1,
      onProgress: () => {
        throw new Error("no terminal");
      },
    });
    expect(outcomes.passed).toBe(3);
  });
});

describe("the server", () => {
  it.each<[number, string]>([
    [401, "UNAUTHORIZED"],
    [403, "UNAUTHORIZED"],
    [400, "RUN_NOT_CREATED"],
  ])("that refuses the run with %i stops it before any case", async (status, code) => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "refuse", status });
    let calls = 0;
    const evaluation = run(collector, { function: () => calls++ });
    await expect(evaluation).rejects.toMatchObject({ name: "HoneyHiveError", code });
    expect([calls, collector.requests.length]).toEqual([0, 1]);
  });

  it("that is away does not stop it, and the result says so", async () => {
    const result = await evaluate({
      apiKey: "key",
      serverUrl: "http://127.0.0.1:9",
      dataset: rows(2),
      function: ({ inputs }) => inputs.n,
      evaluators: [(outputs) => outputs],
    });
    expect(result).toMatchObject({
      url: undefined,
      serverError: expect.stringContaining("127.0.0.1:9"),
    });
    expect(result.cases.map(({ outputs }) => outputs)).toEqual([0, 1]);
    expect(result.metrics[0]).toMatchObject({ mean: 0.5, counted: 2 });
  });

  it("that fails at the end costs the record, not the result", async () => {
    await using collector = await startCollector();
    const evaluation = run(collector, { dataset: rows(1), function: () => 1 });
    await waitFor({
      what: "the spans",
      find: () => (collector.spans.length > 0 ? true : undefined),
      describe: () => "none",
    });
    collector.respondAlways({ kind: "refuse", status: 400 });
    const { outcomes, serverError } = await evaluation;
    expect(outcomes.passed).toBe(1);
    expect(serverError === undefined || serverError.includes("HTTP 400")).toBe(true);
  });

  it("is told of each session's ground truth, outputs and outcome", async () => {
    await using collector = await startCollector();
    const { cases } = await run(collector, { dataset: rows(1), function: () => ["a", "list"] });
    expect(sent(collector, "PUT", /^\/events$/).map(({ body }) => body)).toEqual([
      {
        event_id: cases[0]?.sessionId,
        outputs: { result: ["a", "list"] },
        feedback: { ground_truth: 0 },
        metadata: { outcome: "passed" },
      },
    ]);
    expect(sent(collector, "POST", /^\/session\/start$/)[0]?.body).toMatchObject({
      session: { inputs: { n: 0 }, source: "evaluation" },
    });
  });
});
