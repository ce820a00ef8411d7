import { describe, expect, it } from "vitest";

import { compareRuns, type ComparableRun } from "./compare-runs.js";
import { renderHtml } from "../report/html/render-html.js";
import { renderComparison } from "../report/render-comparison.js";
import { renderMarkdown } from "../report/render-markdown.js";
import { renderResult } from "../report/render.js";
import { countOutcomes, statusOfRun, summariseMetrics } from "./summarise.js";
import { toScoreState } from "../scoring/score.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { CaseResult } from "../types/case-result.js";

function makeCase(
  datapointId: string,
  scores: Readonly<Record<string, unknown>>,
  more: Partial<CaseResult> = {},
): CaseResult {
  return {
    index: 0,
    trial: 0,
    attempts: 1,
    cost: undefined,
    usage: undefined,
    cachedCalls: undefined,
    cachedFunctionCalls: undefined,
    datapointId,
    wireId: datapointId,
    contentHash: `content of ${datapointId}`,
    sessionId: "session",
    inputs: {},
    groundTruth: undefined,
    outputs: 1,
    outcome: "passed",
    error: undefined,
    durationMs: 1,
    scores: Object.fromEntries(
      Object.entries(scores).map(([name, value]) => [name, toScoreState(value)]),
    ),
    ...more,
  };
}

function makeResult(
  name: string,
  cases: readonly CaseResult[],
  more: Partial<EvaluationResult> = {},
): EvaluationResult {
  const names = [...new Set(cases.flatMap(({ scores }) => Object.keys(scores)))];
  return {
    runId: "run",
    name,
    status: statusOfRun(cases),
    aggregateFunction: "average",
    datasetId: "set",
    url: undefined,
    startedAt: "2026-11-21T10:00:00.000Z",
    configuration: {},
    metadata: {},
    environment: { git: undefined, node: "20.20.0", platform: "linux x64", ci: undefined },
    selection: undefined,
    reproduceCommand: "again {id}",
    cases,
    outcomes: countOutcomes(cases),
    metrics: summariseMetrics(cases, names),
    slices: [],
    passRates: [],
    weightedScore: null,
    weights: undefined,
    runScores: [],
    comparison: undefined,
    gates: [],
    stopReason: undefined,
    cost: undefined,
    usage: undefined,
    lowestConcurrency: 10,
    durationMs: 1234,
    delivery: { exported: 1, dropped: 0, pending: 0, isComplete: true },
    journalPath: undefined,
    resumedCases: 0,
    restoredCases: undefined,
    cache: undefined,
    reportErrors: [],
    lateErrors: [],
    serverError: undefined,
    ...more,
  };
}

const ids = Array.from({ length: 12 }, (_, index) => `d${index}`);
const oldRun = makeResult(
  "old",
  ids.map((id) => makeCase(id, { exact: false, only_old: 1 })),
);

describe("compareRuns", () => {
  it.each<[unknown, string]>([
    [undefined, "got `undefined`. Await"],
    [Promise.resolve(), "got a promise. Await"],
    [{ name: "no cases" }, "got an object. Await"],
    [[], "got an array of 0. Await"],
  ])("refuses what is no run: %j", (given, message) => {
    const run = { name: "run", cases: [] };
    // Programs without types pass such.
    const none = given as ComparableRun;
    expect(() => compareRuns(run, none)).toThrow("the second argument of compareRuns()");
    expect(() => compareRuns(none, run)).toThrow(message);
  });

  it("pairs cases by their datapoints, whatever their order, and names the rest", () => {
    const newRun = makeResult("new", [
      makeCase("added", { exact: true }),
      ...ids
        .slice(1)
        .reverse()
        .map((id) => makeCase(id, { exact: true, only_new: 1 })),
    ]);
    const comparison = compareRuns(newRun, oldRun);
    expect(comparison).toMatchObject({
      added: ["added"],
      removed: ["d0"],
      common: ids.slice(1).reverse(),
      metrics: [
        { name: "exact", presence: "both", paired: 11, verdict: "better", difference: 1 },
        { name: "only_new", presence: "new", newMean: 1, oldMean: null, verdict: "cannot-tell" },
        { name: "only_old", presence: "old", newMean: null, oldMean: 1, adjustedPValue: null },
      ],
    });
    expect(renderComparison(comparison)).toMatchInlineSnapshot(`
      "new against old: 11 cases paired, 1 added, 1 removed
        baseline: run run, 2026-11-21 10:00 UTC
        added: added
        removed: d0

        metric    before  after  change     95 % interval  pairs  better  worse               verdict
        ────────  ──────  ─────  ──────  ────────────────  ─────  ──────  ─────  ────────────────────
        exact      0.000  1.000  +1.000  +0.556 to +1.000     11      11      0  better (p = 0.00098)
        only_new       –  1.000       –                 –      0       0      0      only in this run
        only_old   1.000      –       –                 –      0       0      0  only in the baseline
        duration    1 ms   1 ms    0 ms                 –     11       0      0                  same"
    `);
  });

  it("does not call a chance none that is less than a number can say", () => {
    const runOf = (name: string, exact: boolean): ReturnType<typeof makeResult> =>
      makeResult(
        name,
        Array.from({ length: 1200 }, (_, index) => makeCase(`d${index}`, { exact })),
      );
    const comparison = compareRuns(runOf("new", true), runOf("old", false));
    expect(renderComparison(comparison)).toContain("better (p < 0.000001)");
  });

  it("calls more of what either run wants less of worse", () => {
    const runOf = (name: string, value: number): ReturnType<typeof makeResult> =>
      makeResult(
        name,
        ids.map((id) => makeCase(id, { took: value })),
      );
    const [before, after] = [runOf("old", 1), runOf("new", 2)];
    const wanting = { configuration: { lower_is_better: ["took"] } };
    const verdictOf = (now: ComparableRun, old: ComparableRun): unknown =>
      compareRuns(now, old).metrics[0]?.verdict;
    expect(verdictOf(after, before)).toBe("better");
    expect(verdictOf({ ...after, ...wanting }, before)).toBe("worse");
    expect(verdictOf(after, { ...before, ...wanting })).toBe("worse");
    expect(verdictOf({ ...before, ...wanting }, after)).toBe("better");
  });

  it("says what else is different, in one line", () => {
    const chat = (model: string, more = {}): Partial<EvaluationResult> => ({
      metadata: { chat: { model }, prompt: "long ".repeat(30), ...more },
    });
    const before = makeResult("old", oldRun.cases, chat("small"));
    const after = makeResult("new", oldRun.cases, {
      ...chat("large", { seed: 1 }),
      datasetId: "b",
    });
    const comparison = compareRuns(after, before);
    expect(comparison.changes).toEqual([
      { name: "chat.model", old: "small", new: "large" },
      { name: "seed", old: undefined, new: 1 },
      { name: "dataset", old: "set", new: "b" },
    ]);
    const line = "changed: chat.model small → large, seed – → 1, dataset set → b";
    expect(renderComparison(comparison)).toContain(`\n  ${line}\n`);
    const result = { ...after, comparison };
    expect(renderMarkdown(result)).toContain(line);
    expect(renderHtml([result])).toContain(line);
  });

  it("shows where long settings that begin alike differ", () => {
    const prompt = (end: string): Partial<EvaluationResult> => ({
      metadata: { prompt: `You are a helpful assistant of a shop.\nAnswer ${end}` },
    });
    const before = makeResult("old", oldRun.cases, prompt("briefly."));
    const after = makeResult("new", oldRun.cases, prompt("in one sentence."));
    expect(renderComparison(compareRuns(after, before))).toContain(
      "\n  changed: prompt …p. Answer briefly. → …p. Answer in one sentence.\n",
    );
  });

  it("keeps edited cases out, and lists them", () => {
    const isEdited = (id: string): boolean => id === "d3" || id === "d4";
    const edited = ids.map((id) =>
      makeCase(id, { exact: true }, isEdited(id) ? { contentHash: "other" } : {}),
    );
    const comparison = compareRuns(makeResult("new", edited), oldRun);
    expect(comparison).toMatchObject({ edited: ["d3", "d4"], added: [], removed: [] });
    expect(comparison.common).toHaveLength(10);
    expect(comparison.metrics[0]).toMatchObject({ name: "exact", paired: 10 });
  });

  it("leaves out what either run could not score", () => {
    const newRun = makeResult("new", [
      makeCase("d0", { exact: true }),
      makeCase("d1", { exact: null }),
      makeCase("d2", { exact: Number.NaN }),
      makeCase("d3", {}, { outcome: "errored" }),
      makeCase("d4", { exact: "text" }),
    ]);
    const [metric] = compareRuns(newRun, oldRun).metrics;
    expect(metric).toMatchObject({ paired: 1, improved: ["d0"], verdict: "cannot-tell" });
  });

  it("finds nothing different between a run and itself", () => {
    expect(compareRuns(oldRun, oldRun).metrics.map(({ verdict }) => verdict)).toEqual([
      "same",
      "same",
    ]);
  });
});

describe("a result", () => {
  it("is drawn with its denominators and what went wrong", () => {
    const cases = [
      makeCase("a", { exact: true, length: 3 }),
      makeCase("b", { exact: null, length: Number.NaN }, { index: 1, outcome: "errored" }),
      makeCase("c", {}, { index: 2, outcome: "timed-out", error: "Too slow." }),
    ];
    expect(renderResult(makeResult("trial", cases))).toMatchInlineSnapshot(`
      "trial: 3 cases in 1.2 s, run completed
        1 passed · 1 errored · 1 timed-out
        duration of a case: median 1 ms, p95 1 ms (1 of 3)

        metric   mean  counted  errors  n/a  missing
        ──────  ─────  ───────  ──────  ───  ───────
        exact   1.000   1 of 3       0    1        1
        length  3.000   1 of 3       1    0        1
        n/a in exact: b
        errors in length: b

        case 2 (b): errored: length failed: Expected a number, boolean, string, { score, explanation? } or null, got \`NaN\` (number). Return one of these from the evaluator.
          inputs {} · outputs 1
          again b
        case 3 (c): timed-out: Too slow.
          inputs {} · outputs 1
          again c"
    `);
  });

  it("says that nothing ran", () => {
    expect(renderResult(makeResult("trial", []))).toContain("\n  no case was run\n");
  });

  it("says what the server does not have", () => {
    const cases = [makeCase("a", {})];
    const delivery = { exported: 0, dropped: 2, pending: 1, isComplete: false };
    expect(renderResult(makeResult("trial", cases, { delivery }))).toContain(
      "Not delivered: 1 pending, 2 dropped.",
    );
    const kept = makeResult("trial", cases, { delivery, journalPath: "/runs/trial.jsonl" });
    expect(renderResult(kept)).toContain(
      `\`resume: "${kept.runId}"\` or \`npx honeyhive eval <file> --resume ${kept.runId}\` sends them.`,
    );
    expect(renderResult(makeResult("trial", cases, { serverError: "gone" }))).toContain(
      "Not stored on the server: gone",
    );
    const begun = { serverError: "it is gone.", url: "http://server/runs/trial" };
    expect(renderResult(makeResult("trial", cases, { ...begun, delivery }))).toContain(
      "Not stored on the server, or not whole: it is gone.",
    );
    expect(renderResult({ ...kept, ...begun })).toContain(
      "Not stored on the server, or not whole: it is gone.\n" +
        `  \`resume: "${kept.runId}"\` or \`npx honeyhive eval <file> --resume ${kept.runId}\` sends what is missing.`,
    );
  });
});

describe("the status of a run", () => {
  it.each<[string, Partial<CaseResult>[], string]>([
    ["no cases", [], "completed"],
    ["one case that gave something", [{ outcome: "passed" }, { outcome: "errored" }], "completed"],
    ["nothing at all", [{ outcome: "errored" }, { outcome: "timed-out" }], "failed"],
    ["a cancelled case", [{ outcome: "passed" }, { outcome: "cancelled" }], "cancelled"],
  ])("with %s", (_, cases, status) => {
    expect(statusOfRun(cases.map((more) => makeCase("a", {}, more)))).toBe(status);
  });
});

describe("a metric", () => {
  it("of text alone counts all of it", () => {
    const cases = ["a", "b", null].map((score) => makeCase("a", { m: score }));
    expect(summariseMetrics(cases, ["m"])).toMatchObject([
      { mean: null, counted: 2, notScorable: 1, total: 3 },
    ]);
  });

  it("counts every case once", () => {
    const cases = [true, "text", null, Number.NaN].map((score) => makeCase("a", { m: score }));
    expect(summariseMetrics([...cases, makeCase("b", {})], ["m"])).toEqual([
      {
        name: "m",
        mean: 1,
        aggregate: 1,
        // Text has no part in the mean.
        counted: 1,
        errors: 1,
        notScorable: 2,
        missing: 1,
        total: 5,
      },
    ]);
  });
});
