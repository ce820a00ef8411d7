import { startCollector, type Collector } from "@honeyhive/testing";
import { trace as otel } from "@opentelemetry/api";
import { describe, expect, it, vi } from "vitest";

import { enrichSpan } from "../../enrich/enrich.js";
import { traceChain, traceModel } from "../../wrap/trace.js";
import { evaluate } from "../evaluate.js";
import { cost } from "../evaluators/cost.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { DatapointInput } from "../types/datapoint.js";
import type { ModelCall } from "../types/model-usage.js";

type Options = Partial<EvaluateOptions<DatapointInput, unknown>> &
  Pick<EvaluateOptions<DatapointInput, unknown>, "function">;

const run = (collector: Collector, options: Options): Promise<EvaluationResult> =>
  evaluate<DatapointInput, unknown>({
    name: "usage",
    apiKey: "key",
    serverUrl: collector.url,
    journal: false,
    retries: 0,
    dataset: [{ inputs: { n: 1 } }, { inputs: { n: 2 } }],
    ...options,
  });

const ask = traceModel(function ask(input: number, output: number) {
  enrichSpan({
    config: { provider: "openai", model: "small" },
    metadata: { prompt_tokens: input, completion_tokens: output },
  });
  return "answer";
});

/** As an instrumentation of somebody else records a call. */
function callTraced(attributes: Readonly<Record<string, string | number>>): void {
  otel.getTracer("somebody").startSpan("chat", { attributes }).end();
}

const prices = { small: { input: 1, output: 10 }, "openai/large": { input: 100, output: 1000 } };

describe("the usage of a case", () => {
  it("is that of all calls of models in it, whoever traced them, its judges' included", async () => {
    await using collector = await startCollector();
    const { cases, usage } = await run(collector, {
      function: ({ inputs }) => {
        if (inputs["n"] === 2) return "no model was asked";
        callTraced({ "gen_ai.usage.input_tokens": 30, "gen_ai.usage.output_tokens": 3 });
        callTraced({ "llm.token_count.prompt": 20, "llm.token_count.total": 25 });
        callTraced({ "ai.usage.inputTokens": 5, "http.status_code": 200 });
        return ask(100, 10);
      },
      evaluators: [
        function judge(_outputs, _inputs, _groundTruth, context) {
          // What the function has used by now.
          return ask(1, 1) === "answer" ? (context.usage?.totalTokens ?? null) : false;
        },
      ],
    });
    expect(cases.map((one) => one.usage)).toEqual([
      { calls: 5, inputTokens: 156, outputTokens: 14, totalTokens: 175 },
      { calls: 1, inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    ]);
    expect(usage).toEqual({
      calls: 6,
      inputTokens: 157,
      outputTokens: 15,
      totalTokens: 177,
      cases: 2,
    });
    expect(cases.map(({ scores }) => scores["judge"])).toMatchObject([
      { state: "scored", value: 173 },
      { state: "not-scorable" },
    ]);
  });

  it("counts a call once that a framework and its client have both traced", async () => {
    await using collector = await startCollector();
    const framework = traceModel(function framework() {
      const step = traceChain(function step() {
        return [ask(10, 1), ask(20, 2)];
      });
      const answers = step();
      enrichSpan({ metadata: { prompt_tokens: 30, completion_tokens: 3 } });
      return answers;
    });
    const { usage } = await run(collector, {
      dataset: [{ inputs: {} }],
      function: () => [framework(), ask(1, 0)],
    });
    expect(usage).toMatchObject({ calls: 3, inputTokens: 31, outputTokens: 3 });
  });

  it("is each case's own, however many run at a time", async () => {
    await using collector = await startCollector();
    const { cases } = await run(collector, {
      concurrency: 50,
      dataset: Array.from({ length: 200 }, (_, n) => ({ inputs: { n } })),
      function: async ({ inputs }) => {
        await new Promise((resolve) => setImmediate(resolve));
        ask(Number(inputs["n"]), 1);
        await new Promise((resolve) => setImmediate(resolve));
        return ask(Number(inputs["n"]), 1);
      },
    });
    expect(cases.map(({ usage }) => usage?.inputTokens)).toEqual(cases.map((_, n) => 2 * n));
  });

  it("is told to the server on the case's span, and compared with that of an earlier run", async () => {
    await using collector = await startCollector();
    const dataset = Array.from({ length: 8 }, (_, n) => ({ inputs: { n } }));
    const before = await run(collector, { dataset, prices, function: () => ask(200, 0) });
    const after = await run(collector, { dataset, prices, function: () => ask(100, 10) });
    expect(before.cases[0]).toMatchObject({ usage: { totalTokens: 200 }, cost: 0.0002 });
    const said = collector.spans.flatMap(
      ({ attributes }) => attributes["honeyhive_metadata.case_usage"] ?? [],
    );
    expect(said).toHaveLength(16);
    expect(JSON.parse(String(said[0]))).toEqual({
      duration_ms: expect.any(Number),
      total_tokens: 200,
      cost_usd: 0.0002,
    });
    const { compareRuns } = await import("../runs/compare-runs.js");
    const { renderComparison } = await import("../report/render-comparison.js");
    const comparison = compareRuns(after, before);
    expect(comparison.usage.map(({ name }) => name)).toEqual([
      "duration_ms",
      "total_tokens",
      "cost_usd",
    ]);
    expect(comparison.usage.slice(1)).toMatchObject([
      { oldMean: 200, newMean: 110, verdict: "better", paired: 8 },
      { oldMean: expect.closeTo(0.0002, 9), verdict: "same", paired: 8 },
    ]);
    const text = renderComparison(comparison);
    expect(text).toMatch(/^ {2}tokens +200 +110 +-90 .* 8 +8 +0 +less \(p = 0\.023\)$/m);
    expect(text).toMatch(/^ {2}cost +\$0\.0002 +\$0\.0002 +\$0 .* same$/m);
  });
});

describe("prices", () => {
  it("make costs of traced calls: for evaluators, budgets and results", async () => {
    await using collector = await startCollector();
    const result = await run(collector, {
      concurrency: 1,
      dataset: Array.from({ length: 20 }, (_, n) => ({ inputs: { n } })),
      prices,
      maxCost: 0.0005,
      function: ({ addCost }) => {
        addCost(0.00005);
        return ask(40, 1);
      },
      evaluators: [cost()],
    });
    // 40 and 10 millionths, and what was reported.
    expect(result.cases[0]).toMatchObject({
      cost: 0.0001,
      scores: { cost_usd: { state: "scored", value: 0.0001 } },
    });
    expect(result.outcomes).toMatchObject({ passed: 5, skipped: 15 });
    expect(result.stopReason).toContain("$0.0005 were spent");
  });

  it("are said of each call that they are of, once, and not of one whose cost its span says", async () => {
    await using collector = await startCollector();
    await run(collector, {
      dataset: [{ inputs: {} }],
      prices,
      function: () => {
        ask(40, 1);
        callTraced({ "gen_ai.usage.input_tokens": 1, "gen_ai.usage.cost": 0.25 });
        callTraced({ "gen_ai.usage.input_tokens": 1, "gen_ai.request.model": "free-of-price" });
      },
    });
    const said = collector.spans.map(({ attributes }) => attributes["honeyhive_metadata.cost"]);
    expect(said.filter((cost) => cost !== undefined)).toEqual([0.00005]);
  });

  it("may be a function, and give way to what a call says itself", async () => {
    await using collector = await startCollector();
    const asked: ModelCall[] = [];
    const { cases } = await run(collector, {
      dataset: [{ inputs: {} }],
      prices: (call) => {
        asked.push(call);
        return 2;
      },
      function: () => {
        callTraced({ "gen_ai.usage.input_tokens": 1, "gen_ai.usage.cost": 0.25 });
        callTraced({
          "gen_ai.usage.input_tokens": 7,
          "gen_ai.usage.output_tokens": 2,
          "gen_ai.usage.cache_read.input_tokens": 3,
          "gen_ai.request.model": "asked",
          "gen_ai.response.model": "answered",
          "gen_ai.provider.name": "openai",
        });
      },
    });
    expect(cases[0]?.cost).toBe(2.25);
    expect(asked).toEqual([
      {
        provider: "openai",
        model: "answered",
        inputTokens: 7,
        outputTokens: 2,
        cacheReadTokens: 3,
        cacheWriteTokens: 0,
      },
    ]);
  });

  it("name each model that they do not know once, and cost the case nothing", async () => {
    await using collector = await startCollector();
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      const { outcomes, cost: spent } = await run(collector, {
        prices,
        function: () => {
          for (const model of ["unheard", "toString", "large"]) {
            callTraced({
              "gen_ai.usage.input_tokens": 1,
              "gen_ai.provider.name": "openai",
              "gen_ai.request.model": model,
            });
          }
        },
      });
      expect([outcomes.passed, spent]).toEqual([2, 0.0002]);
      const said = stderr.mock.calls
        .map(([line]) => String(line))
        .filter((line) => /price/.test(line));
      expect(said).toEqual([
        '[honeyhive] No price is known of "unheard": it counts nothing to costs and `maxCost`. ' +
          'Add it to `prices` as "openai/unheard" or "unheard".\n',
        expect.stringContaining('"toString"'),
      ]);
    } finally {
      stderr.mockRestore();
    }
  });

  it("that throw, or give no amount of money, harm nothing", async () => {
    await using collector = await startCollector();
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      for (const broken of [() => Number.NaN, () => JSON.parse("{")]) {
        const { outcomes, cost: spent } = await run(collector, {
          prices: broken,
          function: () => ask(1, 1),
        });
        expect([outcomes.passed, spent]).toEqual([2, undefined]);
      }
      const said = stderr.mock.calls.map(([line]) => String(line)).join("");
      expect(said).toContain("Expected `prices` to give US dollars, zero or more, got `NaN`");
      expect(said).toContain("`prices` has thrown: ");
    } finally {
      stderr.mockRestore();
    }
  });
});
