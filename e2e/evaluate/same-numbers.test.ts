import { readFileSync } from "node:fs";

import {
  formatDecimal,
  sliceResults,
  type AggregateFunction,
  type Client,
  type DatapointResult,
  type MetricComparison,
} from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { compareRuns, readLocalRun, renderResult, type RunsComparison } from "honeyhive";
import { expect, test } from "vitest";

import { obtainProject } from "../support/obtain-project.js";
import {
  metadataOf,
  runAtRandom,
  sliceKeys,
  type RandomRun,
  type RandomRuns,
} from "./random-run.js";
import {
  countOutcome,
  pairIds,
  readJournalCases,
  recompute,
  recomputeComparison,
  recomputeLabels,
  recomputePassRate,
  recomputeSlices,
  type JournalCase,
  type RecomputedMetric,
} from "./recompute.js";

const count = Number(process.env["HH_RANDOM_RUNS"] ?? 8);
const outcomeNames = ["passed", "failed", "errored", "timed-out", "skipped", "cancelled"] as const;

test(
  "every output of a run shows the numbers that its journal comes to",
  { timeout: 30_000 + count * 10_000 },
  async () => {
    const project = await obtainProject();
    const { url: serverUrl, apiKey } = project;
    for (let seed = 1; seed <= count; seed++) {
      await using folder = await makeTemporaryDirectory();
      const runs = await runAtRandom(seed, folder.path, { serverUrl, apiKey });
      for (const run of [runs.before, runs.after]) {
        const cases = readJournalCases(run.path("journal"));
        const metrics = run.result.metrics.map(({ name }) =>
          recompute(cases, name, runs.aggregate),
        );
        checkResult(run, cases, metrics, runs);
        checkReports(run, cases, metrics);
        await checkSlices(run, cases, runs, project.client);
        await checkJournal(run, metrics, folder.path);
        await checkServer(run, cases, metrics, project.client);
      }
      await checkComparison(runs, project.client);
    }
  },
);

function checkResult(
  { result, path }: RandomRun,
  cases: readonly JournalCase[],
  metrics: readonly RecomputedMetric[],
  { weights, trials }: RandomRuns,
): void {
  expect(result.cases).toHaveLength(cases.length);
  expect(result.outcomes).toEqual(outcomesOf(cases));
  expect(result.metrics).toEqual(metrics.map(summaryOf));
  const [stored] = (JSON.parse(readFileSync(path("json"), "utf8")) as { runs: object[] }).runs;
  expect(stored).toMatchObject({ outcomes: result.outcomes, metrics: metrics.map(summaryOf) });
  // What the function could not give is left out of JSON.
  expect(stored).toMatchObject({ cases: inOrderOf(result.cases, cases) });
  const most = trials === 1 ? 0 : Math.max(0, ...countTrials(cases));
  expect(result.passRates).toEqual(
    Array.from({ length: most }, (_, index) => {
      const { passAtK, passHatK, ...rest } = recomputePassRate(cases, index + 1);
      return { k: index + 1, passAtK: close(passAtK), passHatK: close(passHatK), ...rest };
    }),
  );
  const weighed = metrics.flatMap(({ name, mean }) =>
    mean === null || name === "slow" ? [] : [{ mean, weight: weights[name] ?? 1 }],
  );
  const whole = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const sum = weighed.reduce((total, { mean, weight }) => total + mean * weight, 0);
  expect(result.weightedScore).toEqual(close(whole === 0 ? null : sum / whole));
}

function checkReports(
  { result, path }: RandomRun,
  cases: readonly JournalCase[],
  metrics: readonly RecomputedMetric[],
): void {
  const [text, markdown, html, junit] = [
    renderResult(result),
    ...(["markdown", "html", "junit"] as const).map((kind) => readFileSync(path(kind), "utf8")),
  ];
  const outcomes = outcomeNames
    .filter((name) => countOutcome(cases, name) > 0)
    .map((name) => `${countOutcome(cases, name)} ${name}`);
  for (const report of [text, markdown, html]) expect(report).toContain(outcomes.join(" · "));
  const rows = cellsOf(text);
  const isCut = /… and \d+ more metrics/.test(text);
  for (const metric of metrics) {
    const { name, aggregate, counted, total, errors, notScorable, missing } = metric;
    const cells = [name, decimal(aggregate), `${counted} of ${total}`];
    if (!isCut) {
      expect(rows).toContain([...cells, errors, notScorable, missing].join(" | "));
    }
    expect(markdown).toContain(`| ${name} | ${decimal(aggregate)} | ${describe(metric)} |`);
    expect(html).toContain(`<td>${decimal(aggregate)}</td><td>${describe(metric)}</td></tr>`);
    const property = new RegExp(`name="metric\\.${name.replace(".", "\\.")}" value="([^"]*)"`);
    const told = property.exec(junit ?? "")?.[1];
    expect(told === undefined ? null : Number(told)).toEqual(close(aggregate));
    expect(junit).toContain(`name="counted.${name}" value="${counted} of ${total}"`);
  }
  const failedGates = result.gates.filter(({ hasPassed }) => !hasPassed).length;
  const wanted = {
    testcase: cases.length + result.gates.length,
    failure: countOutcome(cases, "failed") + failedGates,
    error: countOutcome(cases, "errored", "timed-out"),
    skipped: countOutcome(cases, "skipped", "cancelled"),
  };
  expect(junit).toContain(
    `tests="${wanted.testcase}" failures="${wanted.failure}" errors="${wanted.error}" skipped="${wanted.skipped}"`,
  );
  for (const [element, times] of Object.entries(wanted)) {
    expect(junit?.split(`<${element} `)).toHaveLength(times + 1);
  }
  const data = /<script type="application\/json">(.*)<\/script>/.exec(html ?? "")?.[1] ?? "";
  expect(JSON.parse(data)).toMatchObject({
    cases: inOrderOf(result.cases, cases).map(({ outcome, sessionId, scores }) => ({
      outcome,
      sessionId,
      scores: Object.fromEntries(
        Object.entries(scores).map(([name, score]) => [name, { text: cellOf(score) }]),
      ),
    })),
  });
}

async function checkSlices(
  { result }: RandomRun,
  cases: readonly JournalCase[],
  { seed, aggregate }: RandomRuns,
  client: Client,
): Promise<void> {
  const rows = new Map(
    result.cases.map(({ datapointId, inputs }) => [datapointId, metadataOf(seed, inputs["n"])]),
  );
  const names = result.metrics.map(({ name }) => name);
  const stored = await client("getRunResult", { params: { run_id: result.runId } });
  for (const key of sliceKeys) {
    const saidBy = (id: string): string[] => [rows.get(id)?.[key] ?? []].flat().map(String);
    const slices = recomputeSlices(cases, saidBy);
    expect(result.slices.filter((slice) => slice.key === key)).toEqual(
      slices.map(({ value, cases: own }) => ({
        key,
        value,
        total: own.length,
        outcomes: outcomesOf(own),
        metrics: names.map((name) => summaryOf(recompute(own, name, aggregate))),
      })),
    );
    checkStoredSlices(stored.datapoints, key, slices, aggregate);
  }
}

function checkStoredSlices(
  datapoints: readonly DatapointResult[],
  key: string,
  slices: ReturnType<typeof recomputeSlices>,
  aggregate: string,
): void {
  const found = sliceResults(datapoints, key, {
    // One of the names that were picked from.
    aggregation: aggregate as AggregateFunction,
    metricOf: ({ name }) => name,
  });
  expect(found).toHaveLength(slices.length);
  for (const [place, { value, cases }] of slices.entries()) {
    const { scores, ...counts } = found[place] ?? { scores: new Map() };
    const passed = countOutcome(cases, "passed");
    expect(counts).toEqual({ value, total: cases.length, passed });
    for (const [name, score] of scores) {
      const { aggregate: wanted, counted } = recompute(cases, name, aggregate);
      expect(score).toEqual({ aggregate: close(wanted), counted });
    }
  }
}

async function checkJournal(
  { result }: RandomRun,
  metrics: readonly RecomputedMetric[],
  journal: string,
): Promise<void> {
  const run = await readLocalRun(result.runId, { journal });
  expect(run.outcomes).toEqual(result.outcomes);
  expect(run.metrics).toEqual(metrics.map(summaryOf));
}

async function checkServer(
  { result }: RandomRun,
  cases: readonly JournalCase[],
  metrics: readonly RecomputedMetric[],
  client: Client,
): Promise<void> {
  const stored = await client("getRunResult", { params: { run_id: result.runId } });
  expect(stored.status).toBe(result.status);
  expect(stored.run_object.results).toMatchObject({
    outcomes: result.outcomes,
    metrics: metrics.map(summaryOf),
  });
  // A metric that no case has is known from no event.
  const known = metrics.filter(({ missing, total }) => missing < total);
  expect(stored.metrics.details).toHaveLength(known.length);
  for (const { name, means: _, mean: __, aggregate, notScorable, ...counts } of known) {
    expect(stored.metrics.details.find(({ metric_name }) => metric_name === name)).toMatchObject({
      ...counts,
      not_scorable: notScorable,
      aggregate: close(aggregate),
    });
  }
  expect(stored.datapoints).toHaveLength(cases.length);
  for (const { sessionId, datapointId, outcome, trial, scores } of cases) {
    const found = stored.datapoints.find(({ session_id }) => session_id === sessionId);
    expect(found).toMatchObject({ datapoint_id: datapointId, outcome });
    expect(found?.trial ?? 0).toBe(trial);
    const told = [...(found?.metrics ?? []), ...(found?.unscored ?? [])].map((one) => [
      one.name,
      "value" in one ? one.value : one.state,
    ]);
    expect(new Map(told as [string, unknown][])).toEqual(
      new Map(Object.entries(scores).map(([name, score]) => [name, score.value ?? score.state])),
    );
  }
  const ids = [...new Set(cases.map(({ datapointId }) => datapointId))];
  const isPassed = (id: string): boolean =>
    cases.every(({ datapointId, outcome }) => datapointId !== id || outcome === "passed");
  expect(stored.passed.toSorted()).toEqual(ids.filter(isPassed).toSorted());
  expect(stored.failed.toSorted()).toEqual(ids.filter((id) => !isPassed(id)).toSorted());
}

async function checkComparison({ before, after }: RandomRuns, client: Client): Promise<void> {
  const [old, now] = [before, after].map(({ path }) => readJournalCases(path("journal"))) as [
    JournalCase[],
    JournalCase[],
  ];
  const params = { new_run_id: after.result.runId, old_run_id: before.result.runId };
  const stored = await client("compareRuns", { params });
  const own = after.result.comparison;
  if (own === undefined) throw new Error("Expected a comparison.");
  const comparisons = [own, compareRuns(after.result, before.result)];
  const pairs = pairIds(old, now);
  for (const comparison of comparisons) expect(sortedIds(comparison)).toEqual(pairs);
  expect(
    sortedIds({
      common: stored.commonDatapoints,
      edited: stored.edited_datapoints ?? [],
      added: stored.new_only_datapoints ?? [],
      removed: stored.old_only_datapoints ?? [],
    }),
  ).toEqual(pairs);
  const names = [...new Set([...old, ...now].flatMap(({ scores }) => Object.keys(scores)))];
  const reports = (["markdown", "html"] as const).map((kind) =>
    readFileSync(after.path(kind), "utf8"),
  );
  for (const name of names) {
    const wanted = recomputeComparison(old, now, name);
    const { presence, oldMean, newMean, difference } = wanted;
    const [improved, degraded] =
      name === "slow" ? [wanted.less, wanted.more] : [wanted.more, wanted.less];
    const found = stored.metrics.find(({ metric_name }) => metric_name === name);
    expect(found).toMatchObject({
      presence,
      old_aggregate: close(oldMean),
      new_aggregate: close(newMean),
      difference: close(difference),
      found_count: wanted.pairs,
      improved_count: improved,
      degraded_count: degraded,
    });
    const labels = recomputeLabels(old, now, name);
    expect(sortedLabels(found?.labels)).toEqual(
      labels && {
        found_count: labels.paired,
        changed_count: labels.changed,
        changed: labels.changedIds,
      },
    );
    for (const comparison of comparisons) {
      const metric = comparison.metrics.find((one) => one.name === name);
      expect(sortedLabels(metric?.labels)).toEqual(labels);
      expect(metric).toMatchObject({
        presence,
        oldMean: close(oldMean),
        newMean: close(newMean),
        difference: close(difference),
        paired: wanted.pairs,
        ...verdictOf(found),
      });
      expect([metric?.improved.length, metric?.degraded.length]).toEqual([improved, degraded]);
    }
    const sign = (difference ?? 0) > 0 ? "+" : "";
    const cells = [name, decimal(oldMean), decimal(newMean), sign + decimal(difference)];
    expect(reports[0]).toContain(`| ${cells.join(" | ")} |`);
    expect(reports[1]).toContain(`<tr><td>${cells.join("</td><td>")}</td>`);
  }
}

/** Ids in an order of their own: cases are listed as they ran. */
function sortedLabels<Labels extends object>(labels: Labels | undefined): object | undefined {
  if (labels === undefined) return undefined;
  const isIds = (value: unknown): value is string[] => Array.isArray(value);
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [key, isIds(value) ? value.toSorted() : value]),
  );
}

/** Local and stored comparisons rest on the same test. */
function verdictOf(metric: MetricComparison | undefined): object {
  return { verdict: metric?.verdict, pValue: metric?.p_value, neededCount: metric?.needed_count };
}

function sortedIds(
  lists: Pick<RunsComparison, "common" | "edited" | "added" | "removed">,
): ReturnType<typeof pairIds> {
  const { common, edited, added, removed } = lists;
  return {
    common: common.toSorted(),
    edited: edited.toSorted(),
    added: added.toSorted(),
    removed: removed.toSorted(),
  };
}

function outcomesOf(cases: readonly JournalCase[]): Record<string, number> {
  return Object.fromEntries(outcomeNames.map((name) => [name, countOutcome(cases, name)]));
}

function summaryOf({ means: _, mean, aggregate, ...counts }: RecomputedMetric): object {
  return { ...counts, mean: close(mean), aggregate: close(aggregate) };
}

function close(value: number | null): unknown {
  return value === null ? null : expect.closeTo(value, 9);
}

function decimal(value: number | null): string {
  return value === null ? "–" : formatDecimal(value);
}

/** `4 of 5 (1 error)`. */
function describe({ counted, total, errors, notScorable, missing }: RecomputedMetric): string {
  const rest = [
    errors > 0 ? `${errors} ${errors === 1 ? "error" : "errors"}` : "",
    notScorable > 0 ? `${notScorable} n/a` : "",
    missing > 0 ? `${missing} missing` : "",
  ].filter((part) => part !== "");
  return `${counted} of ${total}${rest.length === 0 ? "" : ` (${rest.join(", ")})`}`;
}

function cellOf({ state, value }: JournalCase["scores"][string]): string {
  if (state !== "scored") return state === "error" ? "error" : "n/a";
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
}

function cellsOf(text: string): string[] {
  return text.split("\n").map((line) =>
    line
      .trim()
      .split(/\s{2,}/)
      .join(" | "),
  );
}

function countTrials(cases: readonly JournalCase[]): number[] {
  const counts = new Map<string, number>();
  for (const { datapointId, outcome } of cases) {
    if (outcome === "skipped" || outcome === "cancelled") continue;
    counts.set(datapointId, (counts.get(datapointId) ?? 0) + 1);
  }
  return [...counts.values()];
}

function inOrderOf(
  order: readonly Pick<JournalCase, "datapointId" | "trial">[],
  cases: readonly JournalCase[],
): JournalCase[] {
  return order.flatMap(({ datapointId, trial }) =>
    cases.filter((one) => one.datapointId === datapointId && one.trial === trial),
  );
}
