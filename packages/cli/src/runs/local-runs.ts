import {
  comparableUsage,
  compareCases,
  metricsOfCase,
  passRatesOfTrials,
  readLowerIsBetter,
  splitByVerdict,
  toMetricComparison,
  usageOfCase,
  toNumericScore,
  type ComparableCase,
  type DatapointMetric,
  type DatapointResult,
  type ExperimentRun,
  type JsonObject,
  type MetricDetail,
  type RunComparison,
  type RunResult,
  type ScoreState,
  type UnscoredMetric,
} from "@honeyhive/contract";
import type { CaseResult, LocalRun, MetricSummary } from "honeyhive";

import { CliError } from "../cli-error.js";
import { checkTwo, type RunsSource } from "./runs-source.js";

/** The runs that have journals in a folder, told as a server would tell them. */
export function runsOfJournals(journal: string | undefined): RunsSource {
  const find = async (reference: string): Promise<LocalRun> => {
    const { readLocalRun } = await import("honeyhive");
    return readLocalRun(reference, { journal }).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      throw new CliError(`${message} \`honeyhive runs list --no-server\` shows what there is.`);
    });
  };
  return {
    async list({ name, limit }) {
      const { listLocalRuns } = await import("honeyhive");
      const runs = await listLocalRuns({ name, limit, journal });
      return runs.map((run) => ({ ...toExperimentRun(run), resumable: run.resumable ?? null }));
    },
    async result(reference) {
      return toRunResult(await find(reference));
    },
    async compare(newReference, oldReference) {
      const [newRun, oldRun] = [await find(newReference), await find(oldReference)];
      checkTwo([newReference, newRun.runId], [oldReference, oldRun.runId]);
      return toComparison(newRun, oldRun);
    },
  };
}

function toExperimentRun(run: LocalRun): ExperimentRun {
  const sessionIds = run.cases.map(({ sessionId }) => sessionId);
  const createdAt = run.startedAt ?? "";
  return {
    id: run.runId,
    run_id: run.runId,
    name: run.name,
    description: "",
    status: run.status,
    metadata: run.metadata,
    results: describeResults(run),
    dataset_id: run.datasetId,
    event_ids: sessionIds,
    session_ids: sessionIds,
    datapoint_ids: [...new Set(run.cases.map(({ wireId }) => wireId))],
    configuration: run.configuration,
    evaluators: [],
    passing_ranges: {},
    is_active: true,
    created_at: createdAt,
    updated_at: createdAt,
    // No project of any server.
    scope_type: "project",
    scope_id: "",
    project: "",
    tenant: "",
  };
}

/** As the server is told. */
function describeResults({
  runScores,
  gates,
  weights,
  weightedScore,
  ...run
}: LocalRun): JsonObject {
  return {
    ...(gates.length === 0 ? {} : { gates }),
    ...(runScores.length === 0 ? {} : { run_scores: runScores }),
    ...(Number(run.configuration["trials"]) > 1
      ? { pass_rates: passRatesOfTrials(run.cases) }
      : {}),
    ...(weights === undefined ? {} : { weighted_score: weightedScore, weights }),
  };
}

function toRunResult(run: LocalRun): RunResult {
  const { passed, failed } = splitByVerdict(
    run.cases.map((one) => ({ caseId: one.datapointId, passed: one.outcome === "passed" })),
  );
  return {
    status: run.status,
    success: run.status === "completed" && failed.length === 0,
    passed,
    failed,
    metrics: {
      aggregation_function: run.aggregateFunction,
      details: run.metrics.map((metric) => toDetail(metric, run.cases)),
    },
    datapoints: run.cases.map((one) => toDatapoint(one, run)),
    event_details: [],
    run_object: toExperimentRun(run),
  };
}

function toDatapoint(one: CaseResult, { configuration }: LocalRun): DatapointResult {
  return {
    datapoint_id: one.datapointId,
    wire_id: one.wireId,
    content_hash: one.contentHash,
    session_id: one.sessionId,
    passed: one.outcome === "passed",
    ...toMetrics(one.scores),
    trial: Number(configuration["trials"]) > 1 ? one.trial : null,
    outcome: one.outcome,
    error: one.error ?? null,
    duration: one.durationMs,
    usage: usageOfCase(one),
    metadata: one.metadata,
    inputs: one.inputs,
    outputs: toObject(one.outputs),
    ground_truth: one.groundTruth ?? null,
  };
}

function toMetrics(
  scores: CaseResult["scores"],
): Pick<DatapointResult, "metrics"> & Required<Pick<DatapointResult, "unscored">> {
  const metrics: DatapointMetric[] = [];
  const unscored: UnscoredMetric[] = [];
  for (const [name, score] of Object.entries(scores)) {
    const named = { ...noEvent, name };
    if (score.state === "scored") {
      const { value, explanation } = score;
      metrics.push({ ...named, value, passed: isPassing(score), explanation });
    } else {
      const explanation = score.state === "error" ? score.message : score.reason;
      unscored.push({ ...named, state: score.state, explanation });
    }
  }
  return { metrics, unscored };
}

/** Passing ranges are a server's; without one it is `false` that fails. */
function isPassing(score: ScoreState): boolean {
  return score.state === "scored" && score.value !== false;
}

/** Journals know cases, and no events. */
const noEvent = { event_name: "", event_type: "", is_of_case: true } as const;

/** As on the wire: outputs that are no object are its `result`. */
function toObject(outputs: unknown): DatapointResult["outputs"] {
  if (outputs === undefined) return {};
  const isObject = typeof outputs === "object" && outputs !== null && !Array.isArray(outputs);
  return (isObject ? outputs : { result: outputs }) as DatapointResult["outputs"];
}

function toDetail(metric: MetricSummary, cases: readonly CaseResult[]): MetricDetail {
  const scored = cases.flatMap(({ datapointId: caseId, scores }) => {
    const score = scores[metric.name];
    return score?.state === "scored" ? [{ caseId, score, passed: isPassing(score) }] : [];
  });
  return {
    metric_name: metric.name,
    metric_type: "CLIENT_SIDE",
    event_name: "",
    event_type: "",
    aggregate: metric.aggregate,
    values: scored.flatMap(({ score }) => toNumericScore(score.value) ?? []),
    datapoints: splitByVerdict(scored),
    counted: metric.counted,
    errors: metric.errors,
    not_scorable: metric.notScorable,
    missing: metric.missing,
    total: metric.total,
  };
}

function toComparison(newRun: LocalRun, oldRun: LocalRun): RunComparison {
  const { common, added, removed, edited, metrics, usage } = compareCases(
    newRun.cases.map(toComparable),
    oldRun.cases.map(toComparable),
    readLowerIsBetter(newRun.configuration, oldRun.configuration),
  );
  return {
    metrics: metrics.map((metric) => toMetricComparison(metric, "average")),
    usage: usage.map((each) => toMetricComparison(each, "average")),
    commonDatapoints: common,
    new_only_datapoints: added,
    old_only_datapoints: removed,
    edited_datapoints: edited,
    event_details: [],
    old_run: toExperimentRun(oldRun),
    new_run: toExperimentRun(newRun),
  };
}

function toComparable(one: CaseResult): ComparableCase {
  const { datapointId: id, trial, wireId, contentHash, scores } = one;
  return {
    id,
    trial,
    wireId,
    contentHash,
    metrics: metricsOfCase(scores),
    usage: comparableUsage(one),
  };
}
