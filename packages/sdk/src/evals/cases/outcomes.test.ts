import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it, vi } from "vitest";

import { AdaptiveLimit, type Turn } from "../limits/adaptive-limit.js";
import { compareRuns } from "../runs/compare-runs.js";
import { evaluate } from "../evaluate.js";
import { renderResult } from "../report/render.js";
import { readTransience } from "../limits/transient-error.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";

interface Row {
  readonly inputs: { readonly n: number };
}

const rows = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ inputs: { n } }));

const run = <Output>(
  collector: Collector,
  options: Partial<EvaluateOptions<Row, Output>> & Pick<EvaluateOptions<Row, Output>, "function">,
): Promise<EvaluationResult> =>
  evaluate({ apiKey: "key", serverUrl: collector.url, dataset: rows(3), ...options });

const throttled = (retryAfter = "0"): Error =>
  Object.assign(new Error("slow down"), { status: 429, headers: { "retry-after": retryAfter } });

describe("retries", () => {
  it("repeat what failed for a passing reason, and count only the last call's time", async () => {
    await using collector = await startCollector();
    let calls = 0;
    let [calledAt, evaluatedAt] = [0, 0];
    const { cases } = await run(collector, {
      dataset: rows(1),
      function: async () => {
        calledAt = performance.now();
        calls++;
        if (calls < 3) throw throttled("0.15");
        return calls;
      },
      evaluators: [
        function soon() {
          evaluatedAt = performance.now();
          return true;
        },
      ],
    });
    expect(cases[0]).toMatchObject({ outcome: "passed", attempts: 3, outputs: 3 });
    // Twice as long was waited in between, on a machine of any speed.
    expect(cases[0]?.durationMs).toBeLessThan(evaluatedAt - calledAt + 150);
    const root = collector.spans.find(({ name }) => name === "function");
    expect(root?.attributes["honeyhive_metadata.attempts"]).toBe(3);
  });

  it("end after as many as were asked for, and spare what will fail again", async () => {
    await using collector = await startCollector();
    const { cases } = await run(collector, {
      dataset: rows(2),
      retries: 1,
      function: ({ inputs }) => {
        throw inputs.n === 0 ? throttled() : Object.assign(new Error("no"), { status: 400 });
      },
    });
    expect(cases.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      ["errored", 2],
      ["errored", 1],
    ]);
  });

  it("help evaluators as well", async () => {
    await using collector = await startCollector();
    let calls = 0;
    const { metrics } = await run(collector, {
      dataset: rows(1),
      function: () => 1,
      evaluators: [
        function judge() {
          if (++calls === 1) throw throttled();
          return 1;
        },
      ],
    });
    expect(metrics[0]).toMatchObject({ counted: 1, errors: 0 });
  });

  it("stop waiting when the evaluation is cancelled, and leave the case to be resumed", async () => {
    await using collector = await startCollector();
    const controller = new AbortController();
    const { cases } = await run(collector, {
      dataset: rows(1),
      signal: controller.signal,
      function: () => {
        setImmediate(() => controller.abort());
        throw throttled("60");
      },
    });
    expect(cases[0]?.outcome).toBe("cancelled");
  });
});

/** As node-fetch and undici have them: of a class that is not the global one. */
class OtherHeaders {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(values));
  }

  get(name: string): string | null {
    return this.#values.get(name) ?? null;
  }
}

describe("readTransience", () => {
  const at = (error: unknown): unknown => readTransience(error, () => 0);
  it.each([
    [{ status: 429, headers: new Headers({ "retry-after": "2" }) }, true, 2000],
    [{ status: 429, headers: { "Retry-After-Ms": "30" } }, true, 30],
    [{ status: 429, headers: new OtherHeaders({ "retry-after": "3" }) }, true, 3000],
    [{ status: 429, headers: new Map([["retry-after", "4"]]) }, true, 4000],
    [{ status: 503, headers: { "retry-after": "Thu, 01 Jan 1970 00:00:05 GMT" } }, false, 5000],
    [{ statusCode: 500 }, false, undefined],
    [{ response: { status: 408 } }, false, undefined],
    [{ retryable: true }, false, undefined],
    [{ isRetryable: true, statusCode: 429 }, true, undefined],
    [new TypeError("fetch failed", { cause: { code: "ECONNRESET" } }), false, undefined],
  ])("knows %j", (error, isThrottled, retryAfterMs) => {
    expect(at(error)).toEqual({ isThrottled, retryAfterMs });
  });

  it.each([
    [{ status: 400, cause: { code: "ECONNRESET" } }],
    [{ retryable: false, status: 503 }],
    [new Error("no")],
    ["text"],
    [undefined],
  ])("takes %j for final", (error) => expect(at(error)).toBeUndefined());
});

it("takes an error that cannot be read for final", () => {
  const unreadable = {
    get status(): number {
      throw new Error("unreadable");
    },
  };
  expect(readTransience(unreadable, () => 0)).toBeUndefined();
});

async function inTurn(limit: AdaptiveLimit, work: (turn: Turn) => Promise<void>): Promise<void> {
  const turn = await limit.enter();
  await work(turn);
  turn.leave();
}

describe("AdaptiveLimit", () => {
  it("halves once for the calls of one burst, and recovers step by step", async () => {
    const limit = new AdaptiveLimit(8);
    let [running, most] = [0, 0];
    const work = (isThrottled: boolean): Promise<void> =>
      inTurn(limit, async (turn) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        if (isThrottled) turn.throttle();
        running--;
      });
    await Promise.all(Array.from({ length: 8 }, () => work(true)));
    expect([most, limit.lowestLimit]).toEqual([8, 4]);
    most = 0;
    await Promise.all(Array.from({ length: 4 }, () => work(false)));
    expect(most).toBe(4);
    await Promise.all(Array.from({ length: 60 }, () => work(false)));
    expect(most).toBe(8);
  });

  it("keeps everybody's turn when many wait", async () => {
    const limit = new AdaptiveLimit(2);
    const order: number[] = [];
    await Promise.all(
      rows(50).map(({ inputs }) => inTurn(limit, async () => void order.push(inputs.n))),
    );
    expect(order).toEqual(rows(50).map(({ inputs }) => inputs.n));
  });
});

describe("evaluators", () => {
  it("share a pool over all cases, and are told about the case", async () => {
    await using collector = await startCollector();
    let [running, most] = [0, 0];
    const { cases } = await run(collector, {
      dataset: rows(6),
      judgeConcurrency: 2,
      function: ({ addCost, inputs }) => {
        addCost(0.25);
        return inputs.n;
      },
      evaluators: [
        async function judge(_, inputs, __, context) {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 5));
          running--;
          context.addCost(0.5);
          return inputs.n === 0 ? context.cost : context.trial;
        },
      ],
    });
    expect(most).toBe(2);
    expect(cases[0]).toMatchObject({ cost: 0.75, scores: { judge: { value: 0.25 } } });
  });
});

describe("a budget", () => {
  it("of errors stops the run, and says so", async () => {
    await using collector = await startCollector();
    let calls = 0;
    const result = await run(collector, {
      dataset: rows(20),
      concurrency: 2,
      maxErrors: 3,
      function: () => {
        calls++;
        throw new Error("always");
      },
    });
    expect(calls).toBeLessThanOrEqual(4);
    expect(result.outcomes.errored + result.outcomes.skipped).toBe(20);
    expect(result.status).toBe("cancelled");
    expect(result.stopReason).toMatch(/^[34] cases errored or timed out \(`maxErrors`: 3\)$/);
    expect(renderResult(result)).toContain("Stopped early: ");
    expect(result.cases.at(-1)?.error).toContain("The run had stopped: ");
  });

  it("of money stops the run", async () => {
    await using collector = await startCollector();
    const result = await run(collector, {
      dataset: rows(10),
      concurrency: 1,
      maxCost: 0.25,
      function: ({ addCost }) => addCost(0.1),
    });
    expect(result.outcomes).toMatchObject({ passed: 3, skipped: 7 });
    expect(result.cost).toBeCloseTo(0.3, 12);
  });

  it("of money counts what a case that was given up says later", async () => {
    await using collector = await startCollector();
    let sayLate = (_: number): void => undefined;
    const result = await run(collector, {
      dataset: rows(4),
      concurrency: 1,
      timeoutMs: 20,
      maxCost: 1,
      function: ({ inputs, addCost }) => {
        if (inputs.n > 0) return sayLate(5);
        sayLate = addCost;
        return new Promise(() => undefined);
      },
    });
    expect(result.cases[0]).toMatchObject({ outcome: "timed-out", cost: undefined });
    expect(result.outcomes).toMatchObject({ "timed-out": 1, passed: 1, skipped: 2 });
    expect([result.cost, result.stopReason]).toEqual([5, "$5.0000 were spent (`maxCost`: 1)"]);
  });

  it("of money says once what was reported that is no amount, and does not count it", async () => {
    await using collector = await startCollector();
    const said: string[] = [];
    const listener = (warning: string): boolean => said.push(warning) > 0;
    using _ = vi.spyOn(process.stderr, "write").mockImplementation(listener as never);
    const { cost, outcomes } = await run(collector, {
      function: ({ addCost }) => {
        addCost(0.5);
        for (const wrong of [NaN, -1, "0.1" as never]) addCost(wrong);
      },
      concurrency: 1,
    });
    expect(outcomes.passed).toBe(3);
    expect(cost).toBe(1.5);
    expect(said.join("").match(/addCost/g)).toHaveLength(1);
    expect(said.join("")).toContain(
      "Expected `addCost` to get US dollars, zero or more, got `NaN` (number): it is not counted.",
    );
  });

  it("of money says when no case says what it cost", async () => {
    await using collector = await startCollector();
    const said: string[] = [];
    const listener = (warning: string): boolean => said.push(warning) > 0;
    using _ = vi.spyOn(process.stderr, "write").mockImplementation(listener as never);
    const some = { dataset: rows(12), maxCost: 1 };
    await run(collector, { ...some, function: ({ addCost }) => addCost(0.01) });
    await run(collector, { ...some, maxCost: undefined, function: () => 1 });
    expect(said.join("")).not.toContain("maxCost");
    await run(collector, { ...some, function: () => 1 });
    await run(collector, { maxCost: 1, function: () => 1 });
    expect(said.join("").match(/`maxCost` stops nothing: none of the (10|3) cases/g)).toHaveLength(
      2,
    );
  });

  it("that is not used up stops nothing", async () => {
    await using collector = await startCollector();
    const result = await run(collector, { maxErrors: 1, maxCost: 1, function: () => 1 });
    expect([result.stopReason, result.status, result.cost]).toEqual([
      undefined,
      "completed",
      undefined,
    ]);
  });
});

describe("trials", () => {
  it("are averaged within their case, and give pass@k and pass^k", async () => {
    await using collector = await startCollector();
    const options = {
      dataset: rows(2),
      trials: 4,
      function: ({ inputs, trial }: { inputs: Row["inputs"]; trial: number }) => {
        if (inputs.n === 1 && trial > 0) throw new Error("only once");
        return inputs.n === 1 || trial < 2;
      },
      evaluators: [
        function right(output: boolean) {
          return output;
        },
      ],
    };
    const result = await run(collector, options);
    expect(result.cases.map(({ index, trial }) => [index, trial])).toEqual(
      [0, 1].flatMap((index) => [0, 1, 2, 3].map((trial) => [index, trial])),
    );
    expect(new Set(result.cases.map(({ sessionId }) => sessionId)).size).toBe(8);
    // Case 0: 2 of 4 right; case 1: the one that could be scored.
    expect(result.metrics[0]).toMatchObject({ mean: 0.75, counted: 5, missing: 3, total: 8 });
    expect(result.passRates[0]).toMatchObject({ k: 1, passAtK: 0.375, passHatK: 0.375, cases: 2 });
    expect(result.passRates[3]).toMatchObject({ k: 4, passAtK: 1, passHatK: 0 });
    const comparison = compareRuns(result, result);
    expect(comparison.metrics[0]).toMatchObject({ paired: 2, verdict: "same", oldMean: 0.75 });
    expect(renderResult(result)).toContain("pass^k");
  });
});
