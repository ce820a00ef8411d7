import {
  oneLine as onOneLine,
  settingText,
  type RunChange,
  type Verdict,
} from "@honeyhive/contract";

import type { Likeness } from "../types/likeness.js";
import type { ComparedMetric, RunsComparison } from "../types/runs-comparison.js";
import { capLines, countOf, formatNumber, formatSigned, oneLine } from "./format.js";
import { describeList, listUnpaired } from "./list-cases.js";
import { textTable } from "./text-table.js";

const maxMetrics = 8;
const maxNamed = 5;
const maxChanges = 8;
const smallestPValue = 0.000001;

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
  return comparisonLines(comparison, maxMetrics).map(onOneLine).join("\n");
}

export function comparisonLines(comparison: RunsComparison, most: number): string[] {
  const table = textTable(comparisonHeader, comparison.metrics.map(comparisonRow));
  const unpaired = listUnpaired(comparison).map((list) => describeList(list, maxNamed));
  return [
    ...factsOf(comparison).map((fact, index) => (index === 0 ? fact : `  ${fact}`)),
    ...unpaired.map((line) => `  ${line}`),
    "",
    ...capLines(table, most + 2, "metrics").map((line) => `  ${line}`),
  ];
}

/** What the numbers are of, in one paragraph. */
export function describeFacts(comparison: RunsComparison): string {
  return factsOf(comparison).join("; ");
}

function factsOf(comparison: RunsComparison): readonly string[] {
  const facts = [
    describePairing(comparison),
    describeBaseline(comparison),
    describeChanges(comparison),
  ];
  return facts.filter((fact) => fact !== undefined);
}

/** Who is compared with whom, and over how many cases. */
function describePairing(comparison: RunsComparison): string {
  const { newName, oldName, common, added, removed, edited } = comparison;
  return (
    `${oneLine(newName, 100)} against ${oneLine(oldName, 100)}: ` +
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
function describeBaseline({
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

/** What else is different: `changed: chatModel small → large, trials 1 → 3`; undefined where nothing is. */
function describeChanges({ changes }: RunsComparison): string | undefined {
  if (changes.length === 0) return undefined;
  const named = changes.slice(0, maxChanges).map(describeChange);
  const rest = changes.length - named.length;
  return `changed: ${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function describeChange({ name, old: before, new: after }: RunChange): string {
  const [from, to] = [before, after].map((value) => oneLine(settingText(value), 30));
  return `${oneLine(name, 60)} ${from} → ${to}`;
}

export function comparisonRow(metric: ComparedMetric): string[] {
  return [
    oneLine(metric.name, 80),
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
    ...(verdict === "same" || pValue === null ? [] : [describePValue(pValue)]),
    ...(neededCount === null ? [] : [`needs about ${neededCount - paired} more`]),
  ];
  return details.length === 0 ? words[verdict] : `${words[verdict]} (${details.join(", ")})`;
}

/** What is less than a number can say is not said to be none. */
function describePValue(pValue: number): string {
  return pValue < smallestPValue ? `p < ${smallestPValue}` : `p = ${pValue.toPrecision(2)}`;
}
