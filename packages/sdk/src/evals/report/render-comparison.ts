import type { Verdict } from "@honeyhive/contract";

import type { Likeness } from "../runs/baseline-likeness.js";
import type { ComparedMetric, RunsComparison } from "../runs/compare-runs.js";
import { capLines, countOf, formatNumber, formatSigned } from "./format.js";
import { describeList, listUnpaired } from "./list-cases.js";
import { textTable } from "./text-table.js";

const maxMetrics = 8;
const maxNamed = 5;

export const comparisonHeader = [
  "metric",
  "before",
  "after",
  "change",
  "95 % interval",
  "pairs",
  "better",
  "worse",
  "verdict",
] as const;

/** The comparison as text for a terminal: one line a metric, with the verdict and what it rests on. */
export function renderComparison(comparison: RunsComparison): string {
  return comparisonLines(comparison, maxMetrics).join("\n");
}

export function comparisonLines(comparison: RunsComparison, most: number): string[] {
  const table = textTable(comparisonHeader, comparison.metrics.map(comparisonRow));
  const unpaired = listUnpaired(comparison).map((list) => describeList(list, maxNamed));
  const baseline = describeBaseline(comparison);
  return [
    describePairing(comparison),
    ...(baseline === undefined ? [] : [`  ${baseline}`]),
    ...unpaired.map((line) => `  ${line}`),
    "",
    ...capLines(table, most + 2, "metrics").map((line) => `  ${line}`),
  ];
}

/** Who is compared with whom, and over how many cases. */
export function describePairing(comparison: RunsComparison): string {
  const { newName, oldName, common, added, removed, edited } = comparison;
  return (
    `${newName} against ${oldName}: ` +
    `${countOf(common.length, "case")} paired, ${added.length} added, ${removed.length} removed` +
    (edited.length === 0 ? "" : `, ${edited.length} edited (not compared)`)
  );
}

const choices: Readonly<Record<Likeness, string>> = {
  "name-and-dataset": "the latest of this name and dataset",
  name: "the latest of this name, over another dataset",
  dataset: "the latest over this dataset, of another name",
};

/** Which run is compared with, where that is known: names are given to many. */
export function describeBaseline({
  oldRunId,
  oldStartedAt,
  likeness,
}: RunsComparison): string | undefined {
  const facts = [
    ...(oldRunId === undefined ? [] : [`run ${oldRunId}`]),
    ...(oldStartedAt === undefined ? [] : [`${oldStartedAt.slice(0, 16).replace("T", " ")} UTC`]),
    ...(likeness === undefined ? [] : [choices[likeness]]),
  ];
  return facts.length === 0 ? undefined : `baseline: ${facts.join(", ")}`;
}

export function comparisonRow(metric: ComparedMetric): string[] {
  return [
    metric.name,
    formatNumber(metric.oldMean),
    formatNumber(metric.newMean),
    formatSigned(metric.difference),
    formatInterval(metric.interval),
    String(metric.paired),
    String(metric.improved.length),
    String(metric.degraded.length),
    describeVerdict(metric),
  ];
}

function formatInterval(interval: ComparedMetric["interval"]): string {
  return interval === null
    ? "–"
    : `${formatSigned(interval.low)} to ${formatSigned(interval.high)}`;
}

function describeVerdict(metric: ComparedMetric): string {
  const { verdict, adjustedPValue: pValue, neededCount, presence, paired } = metric;
  if (presence !== "both") return presence === "new" ? "only in this run" : "only in the baseline";
  const words: Readonly<Record<Verdict, string>> = {
    better: "better",
    worse: "WORSE",
    same: "same",
    "cannot-tell": "can't tell",
  };
  const details = [
    ...(verdict === "same" || pValue === null ? [] : [`p = ${pValue.toPrecision(2)}`]),
    ...(neededCount === null ? [] : [`needs about ${neededCount - paired} more`]),
  ];
  return details.length === 0 ? words[verdict] : `${words[verdict]} (${details.join(", ")})`;
}
