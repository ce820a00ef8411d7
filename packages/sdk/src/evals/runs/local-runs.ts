import {
  aggregateFunctions,
  type AggregateFunction,
  type CaseOutcome,
  type JsonObject,
  type RunStatus,
} from "@honeyhive/contract";

import { HoneyHiveError } from "../../lib/errors.js";
import { countOutcomes, metricNames, summariseMetrics } from "./summarise.js";
import type { MetricSummary } from "../types/metric-summary.js";
import { toKeptScores } from "../scoring/run-run-evaluators.js";
import type { CaseResult } from "../types/case-result.js";
import type { GateResult } from "../types/gate.js";
import type { RunScore } from "../types/run-evaluator.js";
import { journalDirectory } from "../journal/open-journal.js";
import { journalPath, readHeaders, readJournal } from "../journal/read-journal.js";
import { whatIsLeft } from "../journal/resumable-runs.js";

export interface LocalRunsOptions {
  /** Where journals are. Default `.honeyhive/journal`. */
  readonly journal?: string | undefined;
}

export interface ListLocalRunsOptions extends LocalRunsOptions {
  /** Only runs of this name. */
  readonly name?: string | undefined;
  /** At most so many, the latest. */
  readonly limit?: number | undefined;
}

/** A run as its journal on this machine has it; `compareRuns` takes two of them. */
export interface LocalRun {
  readonly path: string;
  readonly runId: string;
  readonly name: string;
  /** `running` until it has ended, also when its process was killed: `resume` goes on with it. */
  readonly status: RunStatus;
  /** What `resume` would add: `cases` that are left, or `spans` that have not arrived. Also while the run goes on. */
  readonly resumable: "cases" | "spans" | undefined;
  /** ISO 8601, UTC; undefined where an older version wrote the journal. */
  readonly startedAt: string | undefined;
  readonly datasetId: string;
  readonly configuration: JsonObject;
  /** Git and environment. */
  readonly metadata: JsonObject;
  /** Those that have ended, and those that were skipped or cancelled when the run stopped. */
  readonly cases: readonly CaseResult[];
  readonly outcomes: Readonly<Record<CaseOutcome, number>>;
  readonly metrics: readonly MetricSummary[];
  /** What the evaluators of the run came to; empty until it has ended. */
  readonly runScores: readonly RunScore[];
  /** As they were judged; empty until the run has ended. */
  readonly gates: readonly GateResult[];
  /** Undefined where nobody has weighed, and until the run has ended. */
  readonly weights: Readonly<Record<string, number>> | undefined;
  readonly weightedScore: number | null;
  /** How `aggregate` of the metrics was made. */
  readonly aggregateFunction: AggregateFunction;
}

/** The runs of this machine, the latest first. */
export function listLocalRuns(options: ListLocalRunsOptions = {}): LocalRun[] {
  const directory = journalDirectory(options);
  return readHeaders(directory)
    .filter(({ name }) => options.name === undefined || name === options.name)
    .slice(0, options.limit)
    .map(({ runId }) => readRun(journalPath(runId, directory)));
}

/**
 * A run of this machine: by its id, the path of its journal, `latest`, `branch:<git branch>`, or a name, whose latest run
 * it is.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION` when there is none
 */
export function readLocalRun(reference: string, options: LocalRunsOptions = {}): LocalRun {
  if (reference.endsWith(".ndjson")) return readRun(reference);
  const directory = journalDirectory(options);
  const branch = /^branch:(.+)$/.exec(reference)?.[1];
  const found = readHeaders(directory).find((header) =>
    branch === undefined
      ? [header.runId, header.name, "latest"].includes(reference)
      : header.branch === branch,
  );
  if (found !== undefined) return readRun(journalPath(found.runId, directory));
  throw new HoneyHiveError(
    "INVALID_OPTION",
    "Expected a run by its id, its name, the path of its journal, `latest` or `branch:<git branch>`, " +
      `got "${reference}", which names none in ${directory}.`,
  );
}

function readRun(path: string): LocalRun {
  const { header, status = "running", cases: ended, unfinished, results } = readJournal(path);
  const { runId, name, startedAt, datasetId, branch } = header;
  const cases = [...ended.values(), ...unfinished];
  const aggregate = aggregateFunctions.find((one) => one === header.configuration?.["aggregate"]);
  const evaluators = header.evaluators.map((evaluator) => ({ name: evaluator }));
  return {
    path,
    runId,
    name,
    status,
    resumable: whatIsLeft(status, path),
    startedAt,
    datasetId,
    configuration: header.configuration ?? { evaluators: header.evaluators, trials: header.trials },
    metadata: header.metadata ?? (branch === undefined ? {} : { git: { branch } }),
    cases,
    outcomes: countOutcomes(cases),
    metrics: summariseMetrics(cases, metricNames(cases, evaluators), aggregate),
    runScores: toKeptScores(results),
    gates: results?.gates ?? [],
    weights: results?.weights,
    weightedScore: results?.weightedScore ?? null,
    aggregateFunction: aggregate ?? "average",
  };
}
