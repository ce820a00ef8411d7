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
  type PassingRange,
  type RunResult,
  type UnscoredMetric,
} from "@honeyhive/contract";

import { groupBy } from "../lib/group-by.js";
import type { CaseScore, RunCase } from "./run-case.js";

/** What a run came to: verdicts of its cases, and its metrics with their denominators. */
export function toRunResult(
  run: ExperimentRun,
  cases: readonly RunCase[],
  aggregateFunction: AggregateFunction,
): RunResult {
  const datapoints = cases.map((runCase) => toDatapoint(runCase, run));
  const byCase = [...groupBy(cases, ({ id }) => id)];
  const { passed, failed } = splitByVerdict(
    byCase.map(([caseId, trials]) => ({ caseId, passed: hasPassed(trials, run.passing_ranges) })),
  );
  const details = toMetricDetails(run, cases, aggregateFunction);
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
  const own = new Set(
    scores.filter(({ isOfCase }) => isOfCase).map(({ name, eventName }) => `${name}\n${eventName}`),
  );
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
  const groups = groupBy(
    cases.flatMap(({ scores }) => scores),
    ({ eventName, eventType }) => JSON.stringify([eventName, eventType]),
  );
  return [...groups.values()].flatMap(([first]) =>
    first === undefined ? [] : [{ event_name: first.eventName, event_type: first.eventType }],
  );
}

function toDatapoint(
  runCase: RunCase,
  { passing_ranges: ranges, configuration }: ExperimentRun,
): DatapointResult {
  const { root, outcome, error, scores } = runCase;
  // Clients number the trials after the first.
  const firstTrial = Number(configuration["trials"]) > 1 ? 0 : null;
  const passed = hasPassed([runCase], ranges);
  const metrics = scores.flatMap((score): DatapointMetric[] => {
    if (score.value === null) return [];
    return [
      {
        name: score.name,
        event_name: score.eventName,
        event_type: score.eventType,
        value: score.value,
        passed: isPassing(score.value, ranges[score.name]),
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
function hasPassed(
  trials: readonly RunCase[],
  ranges: Readonly<Record<string, PassingRange>>,
): boolean {
  const unsaid = trials.filter(({ outcome }) => outcome === null);
  const scores = unsaid.flatMap((trial) => trial.scores);
  return (
    trials.every(({ outcome }) => outcome === null || outcome === "passed") &&
    unsaid.every(({ error }) => error === null) &&
    [...groupBy(scores, keyOf).values()].every((own) => arePassing(own, ranges))
  );
}

/** What a case was scored by is averaged over its trials first; of its steps each has to pass. */
function arePassing(
  scores: readonly CaseScore[],
  ranges: Readonly<Record<string, PassingRange>>,
): boolean {
  const values = scores.flatMap(({ value }) => value ?? []);
  const range = ranges[scores[0]?.name ?? ""];
  const numbers = values.flatMap((value) => toNumericScore(value) ?? []);
  const mean = aggregateValues(numbers, "average");
  const isAveraged = range !== undefined && mean !== null && scores[0]?.isOfCase === true;
  return (isAveraged ? [mean] : values).every((value) => isPassing(value, range));
}

function keyOf({ name, eventName, eventType }: CaseScore): string {
  return JSON.stringify([name, eventName, eventType]);
}

function isPassing(value: number | boolean | string, range: PassingRange | undefined): boolean {
  if (range === undefined) return value !== false;
  const number = toNumericScore(value);
  if (number === undefined) return true;
  return number >= (range.min ?? -Infinity) && number <= (range.max ?? Infinity);
}

interface PlacedScore extends CaseScore {
  readonly caseId: string;
  /** Index of the case: two cases may share a datapoint. */
  readonly caseIndex: number;
}

function toMetricDetails(
  run: ExperimentRun,
  cases: readonly RunCase[],
  aggregateFunction: AggregateFunction,
): MetricDetail[] {
  const placed = cases.flatMap(({ id, scores }, caseIndex) =>
    scores.map((score): PlacedScore => ({ ...score, caseId: id, caseIndex })),
  );
  const ranges = run.passing_ranges;
  return [...groupBy(placed, keyOf).values()].flatMap((scores) =>
    toMetricDetail(scores, { total: cases.length, ranges, aggregateFunction }),
  );
}

interface DetailContext {
  readonly total: number;
  readonly ranges: Readonly<Record<string, PassingRange>>;
  readonly aggregateFunction: AggregateFunction;
}

function toMetricDetail(scores: readonly PlacedScore[], context: DetailContext): MetricDetail[] {
  const [first] = scores;
  if (first === undefined) return [];
  const numbers = scores.flatMap(({ caseId, value }) => {
    const number = toNumericScore(value);
    return number === undefined ? [] : [{ caseId, value: number }];
  });
  const scored = groupBy(
    scores.filter(({ value }) => value !== null),
    ({ caseId }) => caseId,
  );
  const verdicts = Array.from(scored, ([caseId, own]) => ({
    caseId,
    passed: arePassing(own, context.ranges),
  }));
  const range = context.ranges[first.name];
  return [
    {
      metric_name: first.name,
      metric_type: "CLIENT_SIDE",
      event_name: first.eventName,
      event_type: first.eventType,
      aggregate: aggregateByCase(numbers, context.aggregateFunction),
      values: numbers.map(({ value }) => value),
      ...(range === undefined ? {} : { passing_range: range }),
      datapoints: splitByVerdict(verdicts),
      ...countCases(scores, context.total),
    },
  ];
}

/** Each case counts once, with the best that it came to. */
function countCases(
  scores: readonly PlacedScore[],
  total: number,
): Pick<MetricDetail, "counted" | "errors" | "not_scorable" | "missing" | "total"> {
  const counts = { scored: 0, error: 0, "not-scorable": 0 };
  const byCase = groupBy(scores, ({ caseIndex }) => caseIndex);
  for (const own of byCase.values()) {
    const order = ["scored", "error", "not-scorable"] as const;
    const state = order.find((candidate) => own.some((score) => score.state === candidate));
    if (state !== undefined) counts[state] += 1;
  }
  return {
    counted: counts.scored,
    errors: counts.error,
    not_scorable: counts["not-scorable"],
    missing: total - byCase.size,
    total,
  };
}
