import {
  cutPair,
  describeEvidence,
  describeLabels,
  formatUsage,
  formatUsageChange,
  labelOfUsage,
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
const maxSetting = 30;

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
  const table = textTable(comparisonHeader, comparisonRows(comparison));
  const scores = table.slice(0, table.length - comparison.usage.length);
  const unpaired = listUnpaired(comparison).map((list) => describeList(list, maxNamed));
  return [
    ...factsOf(comparison).map((fact, index) => (index === 0 ? fact : `  ${fact}`)),
    ...unpaired.map((line) => `  ${line}`),
    "",
    ...capLines(scores, most + 2, "metrics").map((line) => `  ${line}`),
    ...table.slice(scores.length).map((line) => `  ${line}`),
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
  const texts = [before, after].map((value) => settingText(value).replaceAll(/\s+/g, " "));
  const [from = "", to = ""] = texts;
  return `${oneLine(name, 60)} ${cutPair([from, to], maxSetting).join(" → ")}`;
}

/** A row a metric, then what the cases took. */
export function comparisonRows({ metrics, usage }: RunsComparison): string[][] {
  return [
    ...metrics.map((metric) => toRow(metric, scoreTexts(metric.name))),
    ...usage.map((metric) => toRow(metric, usageTexts(metric.name))),
  ];
}

/** How a kind of metric is written. */
interface RowTexts {
  readonly name: string;
  readonly value: (value: number | null) => string;
  readonly change: (value: number | null) => string;
  readonly words: Readonly<Record<Verdict, string>>;
}

function scoreTexts(name: string): RowTexts {
  const words = { better: "better", worse: "WORSE", same: "same", "cannot-tell": "can't tell" };
  return { name: oneLine(name, 80), value: formatNumber, change: formatSigned, words };
}

/** Whether less is worth it is not for us to say. */
function usageTexts(name: string): RowTexts {
  return {
    name: labelOfUsage(name),
    value: (value) => formatUsage(name, value),
    change: (value) => formatUsageChange(name, value),
    words: { better: "less", worse: "more", same: "same", "cannot-tell": "can't tell" },
  };
}

function toRow(metric: ComparedMetric, { name, value, change, words }: RowTexts): string[] {
  const { interval } = metric;
  return [
    name,
    value(metric.oldMean),
    value(metric.newMean),
    change(metric.difference),
    interval === null ? "–" : `${change(interval.low)} to ${change(interval.high)}`,
    String(metric.paired),
    String(metric.improved.length),
    String(metric.degraded.length),
    describeVerdict(metric, words),
  ];
}

function describeVerdict(metric: ComparedMetric, words: RowTexts["words"]): string {
  const { verdict, adjustedPValue: pValue, neededCount, presence, paired: pairs, labels } = metric;
  if (presence !== "both") return presence === "new" ? "only in this run" : "only in the baseline";
  if (pairs === 0 && labels && labels.changed > 0) {
    return describeLabels(labels.changed, labels.paired);
  }
  const evidence = describeEvidence({ verdict, pValue, pairs, neededCount });
  return evidence === "" ? words[verdict] : `${words[verdict]} (${evidence})`;
}
