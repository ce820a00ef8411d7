import { usageNames, type CaseUsage } from "../runs/case-usage.js";
import type { Presence } from "../runs/comparison.js";
import { averageByCase, type CaseValue } from "./aggregate-by-case.js";
import { compareLabels, type LabelComparison } from "./compare-labels.js";
import {
  compareScoresInSteps,
  significance,
  type ScoreComparison,
  type ScoreKind,
} from "./compare-scores.js";
import { correctVerdicts } from "./correct-verdicts.js";
import { holmShares } from "./holm.js";
import { meanOf } from "./mean.js";
import { neededPairs } from "./needed-pairs.js";
import { pairCases, type CasePairing } from "./pair-cases.js";
import type { ScorePair } from "./score-pair.js";
import { takeAllSteps } from "./take-all-steps.js";

/** A value of a case under one metric of one kind of event. */
export interface CaseMetric {
  readonly name: string;
  /** Undefined where nobody knows which event carries it. */
  readonly eventName?: string | undefined;
  readonly eventType?: string | undefined;
  /**
   * True for metrics of the case as a whole: the same one in both runs even where the traced function was renamed in
   * between. A metric of a step belongs to that step.
   */
  readonly isOfCase: boolean;
  /** Undefined for what could not be scored and for text: the metric is there, but not in the numbers. */
  readonly value: number | undefined;
  /** What is text. */
  readonly label?: string | undefined;
}

/** One trial of one case. */
export interface ComparableCase {
  readonly id: string;
  /** Which one it is; without it they count as they come. */
  readonly trial?: number | null | undefined;
  /** What the wire calls the datapoint, where that is another id. */
  readonly wireId?: string | null | undefined;
  /** Of inputs and ground truth; cases without one are taken to be the same. */
  readonly contentHash?: string | null | undefined;
  readonly metrics: readonly CaseMetric[];
  /** What it took, where it came to outputs and that is known. */
  readonly usage?: CaseUsage | undefined;
}

export interface CaseMetricComparison extends ScoreComparison {
  readonly name: string;
  readonly eventName: string | undefined;
  readonly eventType: string | undefined;
  readonly isOfCase: boolean;
  /** Which of the runs have it. */
  readonly presence: Presence;
  /** One a case that both runs scored, averaged over its trials. */
  readonly pairs: readonly ScorePair[];
  /** Of what is text in both runs. Where none of it changed and there are no scores, the verdict is `same`. */
  readonly labels: LabelComparison | undefined;
  /** After Holm's correction over the metrics compared; what `verdict` rests on. */
  readonly adjustedPValue: number | null;
}

/** Ids of cases, each in exactly one of the lists. Only `common` ones are compared. */
export interface CasesComparison {
  readonly common: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The same id with other inputs or another ground truth. */
  readonly edited: readonly string[];
  readonly metrics: readonly CaseMetricComparison[];
  /**
   * What cases took, in the order of `usageNames`; less is better. Only what both runs say. Corrected by itself: that a run
   * is watched for its times makes no verdict on its scores less certain.
   */
  readonly usage: readonly CaseMetricComparison[];
}

/**
 * Compares two runs case by case: each case averaged over its trials, paired by id, metric by metric. A metric that only
 * one of the runs has is listed and not judged.
 *
 * @param lowerIsBetter of metrics of cases as a whole: what evaluators call theirs says nothing of steps
 */
export function compareCases(
  newCases: readonly ComparableCase[],
  oldCases: readonly ComparableCase[],
  lowerIsBetter: (metric: string) => boolean = () => false,
): CasesComparison {
  return takeAllSteps(compareCasesInSteps(newCases, oldCases, lowerIsBetter));
}

/** The same for programs that have other things to do meanwhile: of 100,000 cases a metric can take a second. */
export function* compareCasesInSteps(
  newCases: readonly ComparableCase[],
  oldCases: readonly ComparableCase[],
  lowerIsBetter: (metric: string) => boolean,
): Generator<undefined, CasesComparison> {
  const pairing = pairCases(newCases, oldCases);
  const metrics = yield* compareMetricsInSteps({
    newCases,
    oldCases,
    pairing,
    metricsOf: (one) => one.metrics,
    kind: "score",
    lowerIsBetter,
  });
  const usage = yield* compareMetricsInSteps({
    newCases,
    oldCases,
    pairing,
    metricsOf: metricsOfUsage,
    kind: "amount",
    lowerIsBetter: () => true,
  });
  const { common, added, removed, edited } = pairing;
  const saidByBoth = usage.filter(({ pairs }) => pairs.length > 0);
  return { common, added, removed, edited, metrics, usage: saidByBoth };
}

interface MetricsToCompare {
  readonly newCases: readonly ComparableCase[];
  readonly oldCases: readonly ComparableCase[];
  readonly pairing: CasePairing;
  readonly metricsOf: (one: ComparableCase) => readonly CaseMetric[];
  readonly kind: ScoreKind;
  readonly lowerIsBetter: (metric: string) => boolean;
}

/** Metrics that are corrected together: each is a chance of a false alarm. */
function* compareMetricsInSteps({
  newCases,
  oldCases,
  pairing,
  metricsOf,
  kind,
  lowerIsBetter,
}: MetricsToCompare): Generator<undefined, CaseMetricComparison[]> {
  const after = collectMetrics(newCases, metricsOf, (one) => one.id);
  yield;
  const before = collectMetrics(oldCases, metricsOf, (one) => pairing.newIdOf(one.id));
  const metrics: Omit<CaseMetricComparison, "adjustedPValue">[] = [];
  for (const key of new Set([...after.keys(), ...before.keys()])) {
    yield;
    const [now, old] = [after.get(key), before.get(key)];
    const metric = now ?? old;
    if (metric === undefined) continue;
    const { name, eventName, eventType, isOfCase } = metric;
    const pairs = pairScores(
      pairing.common,
      averageByCase(now?.values ?? []),
      averageByCase(old?.values ?? []),
    );
    const labels = compareLabels(pairing.common, now?.labels, old?.labels);
    metrics.push({
      name,
      eventName,
      eventType,
      isOfCase,
      presence: presenceOf(now, old),
      pairs,
      labels,
      ...(yield* compareScoresInSteps(pairs, isOfCase && lowerIsBetter(name), kind)),
      ...(pairs.length === 0 && labels?.changed === 0 ? { verdict: "same" } : {}),
      ...(now === undefined || old === undefined ? oneSidedMeans(now, old) : {}),
    });
  }
  return correctNeeds(correctVerdicts(metrics));
}

/** What several questions together leave open takes more cases than one of them alone would. */
function correctNeeds(metrics: readonly CaseMetricComparison[]): CaseMetricComparison[] {
  const corrected = [...metrics];
  for (const { index, share } of holmShares(metrics.map(({ pValue }) => pValue))) {
    const metric = metrics[index];
    if (metric?.verdict !== "cannot-tell") continue;
    corrected[index] = { ...metric, neededCount: neededPairs(metric.pairs, significance / share) };
  }
  return corrected;
}

function metricsOfUsage({ usage }: ComparableCase): readonly CaseMetric[] {
  if (usage === undefined) return [];
  return usageNames.map((name) => ({ name, isOfCase: true, value: usage[name] }));
}

interface CollectedMetric extends Omit<CaseMetric, "value" | "label"> {
  readonly values: CaseValue[];
  readonly labels: Map<string, Map<number, string>>;
}

function collectMetrics(
  cases: readonly ComparableCase[],
  metricsOf: MetricsToCompare["metricsOf"],
  idOf: (one: ComparableCase) => string,
): Map<string, CollectedMetric> {
  const collected = new Map<string, CollectedMetric>();
  const trials = new Map<string, number>();
  for (const one of cases) {
    const caseId = idOf(one);
    const trial = one.trial ?? trials.get(caseId) ?? 0;
    trials.set(caseId, trial + 1);
    for (const { name, eventName, eventType, isOfCase, value, label } of metricsOf(one)) {
      const key = JSON.stringify(isOfCase ? [name] : [name, eventName, eventType]);
      const known = collected.get(key) ?? newMetric({ name, eventName, eventType, isOfCase });
      collected.set(key, known);
      if (value !== undefined) known.values.push({ caseId, value });
      if (label !== undefined) addLabel(known, { caseId, trial, label });
    }
  }
  return collected;
}

function newMetric(metric: Omit<CaseMetric, "value" | "label">): CollectedMetric {
  return { ...metric, values: [], labels: new Map() };
}

function addLabel(
  { labels }: CollectedMetric,
  { caseId, trial, label }: { caseId: string; trial: number; label: string },
): void {
  const known = labels.get(caseId) ?? new Map<number, string>();
  labels.set(caseId, known.set(trial, label));
}

function pairScores(
  ids: readonly string[],
  after: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
): ScorePair[] {
  return ids.flatMap((id) => {
    const [now, old] = [after.get(id), before.get(id)];
    return now === undefined || old === undefined ? [] : [{ id, old, new: now }];
  });
}

function presenceOf(now: CollectedMetric | undefined, old: CollectedMetric | undefined): Presence {
  if (now === undefined) return "old";
  return old === undefined ? "new" : "both";
}

/** Of a metric that only one run has: its mean there, over all of its cases. */
function oneSidedMeans(
  now: CollectedMetric | undefined,
  old: CollectedMetric | undefined,
): Pick<ScoreComparison, "newMean" | "oldMean"> {
  const mean = (metric: CollectedMetric | undefined): number | null => {
    const values = [...averageByCase(metric?.values ?? []).values()];
    return values.length === 0 ? null : meanOf(values);
  };
  return { newMean: mean(now), oldMean: mean(old) };
}
