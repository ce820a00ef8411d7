import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { HoneyHiveError } from "../../lib/errors.js";
import { traceTool } from "../../wrap/trace.js";
import { evaluate } from "../evaluate.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";

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

describe("a case", () => {
  it("that throws is errored, and costs the others nothing", async () => {
    await using collector = await startCollector();
    const { cases, status, metrics } = await run(collector, {
      function: ({ inputs }) => {
        if (inputs.n === 1) throw new RangeError("too far");
        return inputs.n;
      },
      evaluators: [
        function always() {
          return true;
        },
      ],
    });
    expect(cases.map(({ outcome, error }) => [outcome, error])).toEqual([
      ["passed", undefined],
      ["errored", "too far"],
      ["passed", undefined],
    ]);
    expect(status).toBe("completed");
    expect(metrics).toEqual([
      {
        name: "always",
        mean: 1,
        aggregate: 1,
        counted: 2,
        errors: 0,
        notScorable: 0,
        missing: 1,
        total: 3,
      },
    ]);
    const root = collector.spans.find(({ status: { code } }) => code === 2);
    expect(root?.events).toHaveLength(1);
    expect(root?.attributes["honeyhive_metadata.outcome"]).toBe("errored");
  });

  it("that hangs is timed out, and told so through its signal", async () => {
    await using collector = await startCollector();
    let reason: unknown;
    const { cases, status } = await run(collector, {
      dataset: rows(1),
      timeoutMs: 20,
      function: ({ signal }) =>
        new Promise<void>(() => signal.addEventListener("abort", () => (reason = signal.reason))),
    });
    expect(cases[0]).toMatchObject({
      outcome: "timed-out",
      error: expect.stringContaining("20 ms"),
    });
    expect(reason).toBeInstanceOf(HoneyHiveError);
    expect(status).toBe("failed");
  });

  it("that is told that its time is over goes on in its own session", async () => {
    await using collector = await startCollector();
    const tidyUp = traceTool(function tidyUp(n: number) {
      return n;
    });
    const { cases } = await run(collector, {
      timeoutMs: 20,
      function: ({ signal, inputs }) =>
        new Promise<void>(() => signal.addEventListener("abort", () => tidyUp(inputs.n))),
    });
    const sessions = collector.spans
      .filter(({ name }) => name === "tidyUp")
      .map(({ attributes }) => [
        attributes["honeyhive_inputs.n"],
        attributes["honeyhive.session_id"],
      ]);
    expect(new Map(sessions as [number, string][])).toEqual(
      new Map(cases.map(({ inputs, sessionId }) => [inputs["n"], sessionId])),
    );
  });

  it("keeps its place, whatever takes longer", async () => {
    await using collector = await startCollector();
    const turns = [30, 1, 20, 2, 0, 5];
    const { cases } = await run(collector, {
      dataset: rows(turns.length),
      concurrency: 2,
      function: async ({ inputs }) => {
        for (let turn = turns[inputs.n] ?? 0; turn > 0; turn--) await Promise.resolve();
        return inputs.n;
      },
    });
    expect(cases.map(({ outputs }) => outputs)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("that gives a function has it recorded, and not called", async () => {
    await using collector = await startCollector();
    let calls = 0;
    const answer = (): number => ++calls;
    const { cases } = await run(collector, { dataset: rows(1), function: () => answer });
    expect(cases[0]?.outputs).toBe(answer);
    expect(calls).toBe(0);
    expect(collector.spans[0]?.attributes["honeyhive_outputs.result"]).toContain("answer");
  });

  it("may take longer than a timer can wait", async () => {
    await using collector = await startCollector();
    const { outcomes } = await run(collector, {
      timeoutMs: Number.MAX_SAFE_INTEGER,
      function: () => new Promise((resolve) => setTimeout(resolve, 20)),
    });
    expect(outcomes).toMatchObject({ passed: 3, "timed-out": 0 });
  });

  it("keeps its inputs as they were, with thousands of outputs and its scores", async () => {
    await using collector = await startCollector();
    await run(collector, {
      dataset: rows(1),
      function: () =>
        Object.fromEntries(Array.from({ length: 3000 }, (_, key) => [`k${key}`, key])),
      evaluators: [
        function size(outputs) {
          return Object.keys(outputs).length;
        },
      ],
    });
    const root = collector.spans.find(({ name }) => name === "function");
    expect(root?.attributes).toMatchObject({
      "honeyhive_metrics.size": 3000,
      "honeyhive_metadata.outcome": "passed",
    });
  });
});

describe("an evaluator", () => {
  it("leaves exactly one state, whatever it does", async () => {
    await using collector = await startCollector();
    const { cases, outcomes, metrics } = await run(collector, {
      dataset: rows(1),
      timeoutMs: 50,
      function: () => "text",
      evaluators: [
        function nothing() {
          return null;
        },
        function invalid() {
          return Number.NaN;
        },
        function explained() {
          return { score: 0.5, explanation: "half" };
        },
        function throwing(): never {
          throw new Error("broken");
        },
        function hanging() {
          return new Promise<number>(() => undefined);
        },
      ],
    });
    expect(cases[0]?.scores).toEqual({
      nothing: { state: "not-scorable", reason: "the evaluator returned nothing" },
      invalid: { state: "error", message: expect.stringContaining("`NaN`") },
      explained: { state: "scored", value: 0.5, explanation: "half" },
      throwing: { state: "error", message: "Error: broken" },
      hanging: { state: "error", message: expect.stringContaining("50 ms") },
    });
    expect(outcomes).toMatchObject({ errored: 1, passed: 0 });
    expect(
      metrics.map(({ name, counted, errors, notScorable, total }) => ({
        [name]: [counted, errors, notScorable, total],
      })),
    ).toEqual([
      { nothing: [0, 0, 1, 1] },
      { invalid: [0, 1, 0, 1] },
      { explained: [1, 0, 0, 1] },
      { throwing: [0, 1, 0, 1] },
      { hanging: [0, 1, 0, 1] },
    ]);
    const root = collector.spans.find(({ name }) => name === "function");
    expect(root?.attributes).toMatchObject({
      "honeyhive_metrics.explained": 0.5,
      "honeyhive_metrics.explained_explanation": "half",
      "honeyhive_outputs.result": "text",
    });
    expect(
      Object.keys(root?.attributes ?? {}).filter((key) => key.includes("metrics.")),
    ).toHaveLength(2);
  });
});

describe("cancelling", () => {
  it("keeps what has finished and cancels the rest", async () => {
    await using collector = await startCollector();
    const controller = new AbortController();
    const { cases, status } = await run(collector, {
      concurrency: 1,
      signal: controller.signal,
      function: async ({ inputs, signal }) => {
        if (inputs.n === 0) return 0;
        controller.abort();
        signal.throwIfAborted();
        return 1;
      },
    });
    expect(cases.map(({ outcome }) => outcome)).toEqual(["passed", "cancelled", "cancelled"]);
    expect(status).toBe("cancelled");
  });

  it("while a case is scored cancels that case, and keeps its outputs", async () => {
    await using collector = await startCollector();
    const controller = new AbortController();
    const { cases, status } = await run(collector, {
      dataset: rows(1),
      signal: controller.signal,
      function: () => "done",
      evaluators: [
        function slow() {
          controller.abort();
          return new Promise<number>(() => undefined);
        },
      ],
    });
    expect(cases[0]).toMatchObject({ outcome: "cancelled", outputs: "done" });
    expect(status).toBe("cancelled");
  });

  it("does not look like a leak of listeners", async () => {
    await using collector = await startCollector();
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.name);
    process.on("warning", listen);
    await run(collector, {
      dataset: rows(40),
      concurrency: 40,
      signal: new AbortController().signal,
      function: () => new Promise((resolve) => setImmediate(resolve)),
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings).not.toContain("MaxListenersExceededWarning");
  });
});
