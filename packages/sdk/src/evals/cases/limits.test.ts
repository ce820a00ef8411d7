import { setTimeout as wait } from "node:timers/promises";
import { startCollector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { trace } from "../../wrap/trace.js";
import { evaluator } from "../scoring/evaluator.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { CaseResult } from "../types/case-result.js";
import { retryAfter } from "../limits/retry-after.js";

interface Row {
  readonly inputs: { readonly n: number };
}

const run = <Output>(
  count: number,
  options: Partial<EvaluateOptions<Row, Output>> & Pick<EvaluateOptions<Row, Output>, "function">,
): Promise<EvaluationResult> =>
  evaluate({
    disableTracing: true,
    journal: false,
    dataset: Array.from({ length: count }, (_, n) => ({ inputs: { n } })),
    ...options,
  });

const never = (): Promise<never> => new Promise(() => undefined);

describe("limits", () => {
  it("run fewer cases at a time once a service has asked for it, and say how few", async () => {
    const refused = new Set<number>();
    let [running, mostAfter] = [0, 0];
    const result = await run(24, {
      concurrency: 8,
      function: async ({ inputs: { n } }) => {
        if (n < 8 && !refused.has(n)) {
          refused.add(n);
          throw Object.assign(new Error("slow down"), { status: 429, retryAfter: 0 });
        }
        running++;
        if (n >= 8 && n < 12) mostAfter = Math.max(mostAfter, running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
      },
    });
    expect(result.outcomes.passed).toBe(24);
    expect(result.lowestConcurrency).toBe(4);
    expect(mostAfter).toBeLessThan(8);
    const undisturbed = await run(3, { concurrency: 8, function: () => 1 });
    expect(undisturbed.lowestConcurrency).toBe(8);
  });

  it("do not take a service that is busy for a case that fails, unless somebody says how often", async () => {
    const refuse = (status: number, times: number) => {
      let refused = 0;
      return () => {
        if (refused++ < times) throw Object.assign(new Error("busy"), { status, retryAfter: 0 });
        return refused;
      };
    };
    const resultOf = async (given: () => number, retries?: number): Promise<CaseResult> => {
      const { cases } = await run(1, { function: given, retries });
      return cases[0] as CaseResult;
    };
    expect(await resultOf(refuse(429, 8))).toMatchObject({ outcome: "passed", attempts: 9 });
    expect(await resultOf(refuse(429, 9))).toMatchObject({ outcome: "errored", attempts: 9 });
    expect(await resultOf(refuse(503, 3))).toMatchObject({ outcome: "errored", attempts: 3 });
    expect(await resultOf(refuse(429, 4), 3)).toMatchObject({ outcome: "errored", attempts: 4 });
    expect(await resultOf(refuse(429, 1), 0)).toMatchObject({ outcome: "errored", attempts: 1 });
  });

  it("let as many evaluators run as cases, where nothing else is said", async () => {
    let [running, most] = [0, 0];
    await run(9, {
      concurrency: 3,
      function: () => 1,
      evaluators: [
        async function judge() {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 5));
          running--;
          return 1;
        },
      ],
    });
    expect(most).toBe(3);
  });

  it("end an evaluator that hangs, and tell it so through its signal", async () => {
    let reason: unknown;
    const { cases } = await run(1, {
      timeoutMs: 20,
      function: () => 1,
      evaluators: [
        function judge(_outputs, _inputs, _truth, { signal }) {
          signal.addEventListener("abort", () => (reason = signal.reason));
          return never();
        },
      ],
    });
    expect(cases[0]?.scores["judge"]).toMatchObject({ state: "error" });
    expect(reason).toMatchObject({ code: "CASE_TIMED_OUT" });
  });

  it("end an evaluator of the run that hangs, and keep the others", async () => {
    const { runScores, outcomes } = await run(1, {
      timeoutMs: 20,
      function: () => 1,
      runEvaluators: [
        { name: "hanging", evaluate: never },
        function count(cases) {
          return cases.length;
        },
      ],
    });
    expect(runScores).toEqual([
      { name: "hanging", value: null, error: expect.stringContaining("20 ms") },
      { name: "count", value: 1, error: undefined },
    ]);
    expect(outcomes.passed).toBe(1);
  });

  it("deliver what a case that was told to stop records on its way out", async () => {
    await using collector = await startCollector();
    const controller = new AbortController();
    const destination = { disableTracing: false, apiKey: "key", serverUrl: collector.url };
    const { outcomes, delivery } = await run(2, {
      ...destination,
      signal: controller.signal,
      timeoutMs: 10_000,
      function: trace(async function streamAnswer({ signal }: { readonly signal: AbortSignal }) {
        setImmediate(() => controller.abort());
        await wait(20_000, undefined, { signal }).catch(() => wait(200));
      }),
    });
    expect(outcomes.cancelled).toBe(2);
    expect(delivery).toMatchObject({ exported: 4, pending: 0 });
    expect(collector.spans).toHaveLength(4);
  });

  it("count cases that timed out as errors of the budget", async () => {
    const { outcomes, stopReason } = await run(6, {
      concurrency: 1,
      timeoutMs: 10,
      maxErrors: 2,
      function: never,
    });
    expect(outcomes).toMatchObject({ "timed-out": 2, skipped: 4 });
    expect(stopReason).toContain("`maxErrors`: 2");
  });
});

describe("waits", () => {
  const options = {
    retries: 4,
    throttledRetries: 4,
    firstDelayMs: 20,
    maxDelayMs: 80,
    random: () => 1,
  };

  const waitsOf = async (given: typeof options, error: object): Promise<number[]> => {
    const failure = Object.assign(new Error("busy"), { status: 503, ...error });
    const startedAt = [performance.now()];
    const attempt = async (): Promise<never> => {
      startedAt.push(performance.now());
      throw failure;
    };
    const turn = { throttle: () => undefined };
    const retried = retryAfter(failure, { attempt, options: given, turn, signal: undefined });
    await expect(retried).rejects.toThrow("busy");
    return startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0));
  };

  it("double after each failure, up to a limit", async () => {
    const waits = await waitsOf(options, {});
    expect(waits).toHaveLength(4);
    // Timers may be a millisecond early.
    for (const [index, least] of [20, 40, 80, 80].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(least - 1);
    }
  });

  it("are those that a service asks for, up to the same limit", async () => {
    const asked = await waitsOf(
      { ...options, retries: 1 },
      { headers: { "retry-after-ms": "60" } },
    );
    expect(asked[0]).toBeGreaterThanOrEqual(59);
    const startedAt = performance.now();
    await waitsOf({ ...options, retries: 1 }, { headers: { "retry-after": "600" } });
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });
});

it("takes instances of classes as evaluators, of cases and of the run", async () => {
  class AtLeast {
    readonly name: string;
    private readonly least: number;
    constructor(name: string, least: number) {
      this.name = name;
      this.least = least;
    }
    evaluate(output: number): boolean {
      return output >= this.least;
    }
  }
  class Share {
    readonly name = "share";
    private readonly outcome = "failed";
    evaluate(cases: readonly CaseResult[]): number {
      return cases.filter(({ outcome }) => outcome === this.outcome).length / cases.length;
    }
  }
  const { cases, runScores } = await run(2, {
    function: ({ inputs }) => inputs.n,
    evaluators: [
      new AtLeast("one", 1),
      evaluator(new AtLeast("zero", 0), { name: "renamed", repeat: 2, aggregate: "min" }),
    ],
    runEvaluators: [new Share()],
  });
  expect(cases.map(({ scores }) => [scores["one"], scores["renamed"]])).toEqual([
    [
      { state: "scored", value: false },
      { state: "scored", value: 1 },
    ],
    [
      { state: "scored", value: true },
      { state: "scored", value: 1 },
    ],
  ]);
  expect(runScores).toEqual([{ name: "share", value: 0.5, error: undefined }]);
});
