import {
  aggregateByCase,
  aggregateValues,
  splitByVerdict,
  toNumericScore,
  type AggregateFunction,
  type DatapointMetric,
  type DatapointResult,
  type ExperimentRun,
  type MetricDetail,
  type RunResult,
  type UnscoredMetric,
} from "@honeyhive/contract";

import { groupBy } from "../lib/group-by.js";
import {
  isPassing,
  rangeOf,
  rulesOf,
  type PassingRules,
  type Thresholds,
} from "./passing-rules.js";
import type { CaseScore, RunCase } from "./run-case.js";

/** What a run came to: verdicts of its cases, and its metrics with their denominators. A run may have many cases. */
export function* toRunResult(
  run: ExperimentRun,
  cases: readonly RunCase[],
  aggregateFunction: AggregateFunction,
  thresholds: Thresholds = new Map(),
): Generator<void, RunResult> {
  const rules = rulesOf(run, thresholds);
  const datapoints: DatapointResult[] = [];
  for (const runCase of cases) {
    datapoints.push(toDatapoint(runCase, run, rules));
    yield;
  }
  const verdicts: { readonly caseId: string; readonly passed: boolean }[] = [];
  for (const [caseId, trials] of groupBy(cases, ({ id }) => id)) {
    verdicts.push({ caseId, passed: hasPassed(trials, rules) });
    yield;
  }
  const { passed, failed } = splitByVerdict(verdicts);
  const details = yield* toMetricDetails(rules, cases, aggregateFunction);
  return {
    status: run.status,
    success: failed.length === 0 && run.status === "completed",
    ...describeErrors(cases),
    passed,
    failed,
    metrics: {
      aggregation_function: aggregateFunction,
      details,
    },
    datapoints,
    event_details: toEventDetails(cases),
    run_object: { ...run, metrics: toRunMetrics(details, cases) },
  };
}

function describeErrors(cases: readonly RunCase[]): Pick<RunResult, "error"> {
  const errors = cases.flatMap(({ error }) => (error === null ? [] : [error]));
  const [first] = errors;
  if (first === undefined) return {};
  return {
    error: `${errors.length} of ${cases.length} cases ended with an error, the first: ${first}`,
  };
}

/** By name. What the cases themselves were scored by goes before a metric of their steps that has the same name. */
function toRunMetrics(
  details: readonly MetricDetail[],
  cases: readonly RunCase[],
): Record<string, number> {
  const scores = cases.flatMap((runCase) => runCase.scores);
  const own = new Set<string>();
  for (const { isOfCase, name, eventName } of scores) {
    if (isOfCase) own.add(`${name}\n${eventName}`);
  }
  const isOwn = (detail: MetricDetail): boolean =>
    own.has(`${detail.metric_name}\n${detail.event_name}`);
  const [first, last] = [details.filter((each) => !isOwn(each)), details.filter(isOwn)];
  return Object.fromEntries(
    [...first, ...last].flatMap(({ metric_name, aggregate }) =>
      aggregate === null ? [] : [[metric_name, aggregate]],
    ),
  );
}

export function toEventDetails(
  cases: readonly RunCase[],
): { event_name: string; event_type: string }[] {
  const details = new Map<string, { event_name: string; event_type: string }>();
  for (const { scores } of cases) {
    for (const { eventName, eventType } of scores) {
      const name = `${eventType} ${eventName}`;
      if (!details.has(name)) details.set(name, { event_name: eventName, event_type: eventType });
    }
  }
  return [...details.values()];
}

export function toDatapoint(
  runCase: RunCase,
  { configuration }: ExperimentRun,
  rules: PassingRules,
): DatapointResult {
  const { root, outcome, error, scores } = runCase;
  // Clients number the trials after the first.
  const firstTrial = Number(configuration["trials"]) > 1 ? 0 : null;
  const passed = hasPassed([runCase], rules);
  const metrics = scores.flatMap((score): DatapointMetric[] => {
    if (score.value === null) return [];
    return [
      {
        name: score.name,
        event_name: score.eventName,
        event_type: score.eventType,
        value: score.value,
        passed: isPassing(score.value, rules.get(score.name)),
        is_of_case: score.isOfCase,
        ...(score.explanation === undefined ? {} : { explanation: score.explanation }),
      },
    ];
  });
  return {
    datapoint_id: runCase.datapointId,
    wire_id: runCase.wireId,
    content_hash: runCase.contentHash,
    session_id: runCase.sessionId,
    passed,
    metrics,
    unscored: scores.flatMap(toUnscored),
    trial: runCase.trial ?? firstTrial,
    outcome,
    error,
    duration: root.duration,
    ...(runCase.usage === undefined ? {} : { usage: runCase.usage }),
    ...(Object.keys(runCase.metadata).length === 0 ? {} : { metadata: runCase.metadata }),
    inputs: root.inputs,
    outputs: root.outputs,
    ground_truth: runCase.groundTruth,
  };
}

function toUnscored(score: CaseScore): UnscoredMetric[] {
  if (score.state === "scored") return [];
  const { name, eventName, eventType, state, explanation } = score;
  return [
    {
      name,
      event_name: eventName,
      event_type: eventType,
      state,
      ...(explanation === undefined ? {} : { explanation }),
    },
  ];
}

/** Whether a case has passed, over all of its trials: as its client says, or as its metrics do. */
function hasPassed(trials: readonly RunCase[], rules: PassingRules): boolean {
  const unsaid = trials.filter(({ outcome }) => outcome === null);
  const scores = unsaid.flatMap((trial) => trial.scores);
  return (
    trials.every(({ outcome }) => outcome === null || outcome === "passed") &&
    unsaid.every(({ error }) => error === null) &&
    [...groupBy(scores, ({ key }) => key).values()].every((own) => arePassing(own, rules))
  );
}

/** What a case was scored by is averaged over its trials first; of its steps each has to pass. */
function arePassing(scores: readonly CaseScore[], rules: PassingRules): boolean {
  const values = scores.flatMap(({ value }) => value ?? []);
  const rule = rules.get(scores[0]?.name ?? "");
  const numbers = values.flatMap((value) => toNumericScore(value) ?? []);
  const mean = aggregateValues(numbers, "average");
  const isAveraged = rangeOf(rule) !== undefined && mean !== null && scores[0]?.isOfCase === true;
  return (isAveraged ? [mean] : values).every((value) => isPassing(value, rule));
}

interface PlacedScore {
  readonly score: CaseScore;
  readonly caseId: string;
  /** Index of the case: two cases may share a datapoint. */
  readonly caseIndex: number;
}

function* toMetricDetails(
  rules: PassingRules,
  cases: readonly RunCase[],
  aggregateFunction: AggregateFunction,
): Generator<void, MetricDetail[]> {
  const byKey = new Map<string, PlacedScore[]>();
  for (const [caseIndex, { id, scores }] of cases.entries()) {
    for (const score of scores) {
      const placed = { score, caseId: id, caseIndex };
      const known = byKey.get(score.key);
      if (known === undefined) byKey.set(score.key, [placed]);
      else known.push(placed);
    }
    yield;
  }
  const context = { total: cases.length, rules, aggregateFunction };
  const details: MetricDetail[] = [];
  for (const scores of byKey.values()) {
    details.push(...toMetricDetail(scores, context));
    yield;
  }
  return details;
}

interface DetailContext {
  readonly total: number;
  readonly rules: PassingRules;
  readonly aggregateFunction: AggregateFunction;
}

function toMetricDetail(scores: readonly PlacedScore[], context: DetailContext): MetricDetail[] {
  const first = scores[0]?.score;
  if (first === undefined) return [];
  const numbers: { readonly caseId: string; readonly value: number }[] = [];
  const scored = new Map<string, CaseScore[]>();
  for (const { caseId, score } of scores) {
    const number = toNumericScore(score.value);
    if (number !== undefined) numbers.push({ caseId, value: number });
    if (score.value === null) continue;
    const known = scored.get(caseId);
    if (known === undefined) scored.set(caseId, [score]);
    else known.push(score);
  }
  const verdicts = Array.from(scored, ([caseId, own]) => ({
    caseId,
    passed: arePassing(own, context.rules),
  }));
  const rule = context.rules.get(first.name);
  const range = rangeOf(rule);
  return [
    {
      metric_name: first.name,
      metric_type: "CLIENT_SIDE",
      event_name: first.eventName,
      event_type: first.eventType,
      aggregate: aggregateByCase(numbers, context.aggregateFunction),
      values: numbers.map(({ value }) => value),
      ...(range === undefined ? {} : { passing_range: range }),
      ...(rule === undefined ? {} : { threshold: rule }),
      datapoints: splitByVerdict(verdicts),
      ...countCases(scores, context.total, numbers.length > 0),
    },
  ];
}

/** Each case counts once, with the best that it came to. Text among numbers has no part in what is made of them. */
function countCases(
  scores: readonly PlacedScore[],
  total: number,
  isOfNumbers: boolean,
): Pick<MetricDetail, "counted" | "errors" | "not_scorable" | "missing" | "total"> {
  const counts = { scored: 0, error: 0, "not-scorable": 0 };
  const order = ["scored", "error", "not-scorable"] as const;
  const best = new Map<number, number>();
  for (const { caseIndex, score } of scores) {
    const isText = isOfNumbers && typeof score.value === "string";
    const rank = order.indexOf(isText ? "not-scorable" : score.state);
    best.set(caseIndex, Math.min(rank, best.get(caseIndex) ?? rank));
  }
  for (const rank of best.values()) {
    const state = order[rank];
    if (state !== undefined) counts[state] += 1;
  }
  return {
    counted: counts.scored,
    errors: counts.error,
    not_scorable: counts["not-scorable"],
    missing: total - best.size,
    total,
  };
}
