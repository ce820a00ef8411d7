import { defaultRetries } from "./limits/retry-after.js";
import {
  aggregateFunctions,
  nearestName,
  type AggregateFunction,
  type LocatedRow,
} from "@honeyhive/contract";

import { checkKinds } from "./check-kinds.js";
import type { ResolvedEvaluation } from "./types/resolved-evaluation.js";
import { describeValue, HoneyHiveError } from "../lib/errors.js";
import { createLogger } from "../lib/logger.js";
import type { ResolvedOptions } from "../config/resolved-options.js";
import { fetchHostedDataset } from "./dataset/hosted-dataset.js";
import { readDataset } from "./dataset/read-dataset.js";
import type { RunDestination } from "./server/call-server.js";
import { resolveCache } from "./cache/resolve-cache.js";
import { resolveCases } from "./dataset/resolve-cases.js";
import type { EvaluationCase } from "./types/evaluation-case.js";
import { checkSelection, selectCases, type SelectedCases } from "./dataset/select-cases.js";
import type { CaseSelection } from "./types/case-selection.js";
import { resolveReporters } from "./report/resolve-reporters.js";
import { checkGateOptions } from "./runs/gates.js";
import { checkRunEvaluators } from "./scoring/run-run-evaluators.js";
import { resolveEvaluators } from "./scoring/resolve-evaluators.js";
import type { EvaluateOptions, EvaluationWire } from "./types/evaluate-options.js";
import type { AnyDatapoint, DatapointInput } from "./types/datapoint.js";

type OptionName = keyof EvaluateOptions<DatapointInput, unknown>;

/** Documented in `docs/configuration.md`. */
export const knownOptions: Readonly<Record<OptionName, true>> = {
  function: true,
  dataset: true,
  datasetId: true,
  evaluators: true,
  runEvaluators: true,
  baseline: true,
  gates: true,
  name: true,
  runId: true,
  aggregate: true,
  concurrency: true,
  timeoutMs: true,
  deliveryTimeoutMs: true,
  wire: true,
  judgeConcurrency: true,
  retries: true,
  trials: true,
  maxErrors: true,
  maxCost: true,
  prices: true,
  apiKey: true,
  serverUrl: true,
  project: true,
  disableTracing: true,
  tracing: true,
  metadata: true,
  instrumentors: true,
  instrumentModules: true,
  signal: true,
  journal: true,
  resume: true,
  retryErrors: true,
  handleSignals: true,
  handleUncaught: true,
  cache: true,
  onProgress: true,
  reporters: true,
  select: true,
  sliceBy: true,
  reproduceCommand: true,
};

/**
 * Checks the options, then reads the dataset.
 *
 * @throws {HoneyHiveError} naming the option or the row, what was expected and what came
 */
export async function resolveEvaluation<Row extends AnyDatapoint, Output>(
  options: EvaluateOptions<Row, Output>,
  destination: RunDestination & Pick<ResolvedOptions, "program">,
): Promise<ResolvedEvaluation> {
  rejectUnknown(options);
  if (typeof options.function !== "function") {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected \`function\` to be a function, got ${describeValue(options.function)}. ` +
        "Pass `function: async (datapoint, tracer) => outputs`.",
    );
  }
  checkKinds(options);
  checkRetryErrors(options);
  checkGateOptions(options.gates, options);
  checkRunEvaluators(options.runEvaluators ?? []);
  checkSelection(options.select);
  const concurrency = positiveInteger(
    "concurrency",
    options.concurrency ?? destination.program.maxWorkers ?? 10,
  );
  const settings = {
    evaluators: resolveEvaluators(options.evaluators ?? []),
    functionName: options.function.name || "function",
    aggregate: aggregateFunction(options.aggregate ?? "average"),
    sliceBy: keysOf(options.sliceBy ?? []),
    concurrency,
    timeoutMs: positiveInteger("timeoutMs", options.timeoutMs ?? 120_000),
    deliveryTimeoutMs: positiveInteger("deliveryTimeoutMs", options.deliveryTimeoutMs ?? 60_000),
    wire: wireOf(options.wire ?? "batched"),
    judgeConcurrency: positiveInteger("judgeConcurrency", options.judgeConcurrency ?? concurrency),
    retries: wholeNumber("retries", options.retries ?? defaultRetries.retries),
    trials: positiveInteger("trials", options.trials ?? 1),
    maxErrors: optional(options.maxErrors, (value) => positiveInteger("maxErrors", value)),
    reporters: [{ onCaseEnd: options.onProgress }, ...resolveReporters(options.reporters ?? [])],
    cache: resolveCache(options.cache),
    maxCost: optional(options.maxCost, (value) => positiveNumber("maxCost", value)),
  };
  const { id: datasetId, cases } = resolveCases({
    rows: await readRows(options, destination),
    trials: settings.trials,
    hostedId: options.datasetId,
  });
  return { ...settings, datasetId, ...select(cases, options.select, destination.program.caseIds) };
}

function keysOf(sliceBy: unknown): readonly string[] {
  const keys = [sliceBy].flat();
  const isKey = (key: unknown): key is string => typeof key === "string" && key !== "";
  if (keys.every(isKey)) return [...new Set(keys)];
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`sliceBy\` to be a key of the rows' metadata, such as "lang", or several, got ${describeValue(sliceBy)}.`,
  );
}

/** Ids of the environment are for all evaluations of a program: those that have none of them run no case. */
function select(
  cases: readonly EvaluationCase[],
  selection: CaseSelection | undefined,
  ids: readonly string[] | undefined,
): SelectedCases {
  if (ids === undefined) return selectCases(cases, selection);
  try {
    return selectCases(cases, { ids });
  } catch (error) {
    if (!(error instanceof HoneyHiveError && error.code === "NO_CASES_SELECTED")) throw error;
    return selectCases([], { ids });
  }
}

interface DatasetOptions {
  readonly dataset?: unknown;
  readonly datasetId?: unknown;
  readonly signal?: AbortSignal | undefined;
}

function sayStillReading(rows: number): void {
  createLogger({ isVerbose: false }).warn(
    `Still reading \`dataset\` (rows so far: ${rows}). The first case starts when the last row is there.`,
  );
}

async function readRows(
  { dataset, datasetId, signal }: DatasetOptions,
  destination: RunDestination,
): Promise<LocatedRow[]> {
  if (datasetId === undefined) {
    const rows = await readDataset(dataset, { signal, onSlow: sayStillReading });
    if (rows.length > 0) return rows;
    throw new HoneyHiveError(
      "INVALID_DATASET",
      `Expected ${typeof dataset === "string" ? `"${dataset}"` : "`dataset`"} to hold at least one row, got none. ` +
        "An evaluation of nothing proves nothing.",
    );
  }
  if (dataset !== undefined || typeof datasetId !== "string" || datasetId === "") {
    const came = dataset === undefined ? describeValue(datasetId) : "`dataset` beside it";
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected \`datasetId\` to be the id of a dataset on the server, got ${came}. ` +
        "`honeyhive datasets list` shows the ids. Pass either `dataset` or `datasetId`.",
    );
  }
  return fetchHostedDataset(destination, datasetId);
}

function rejectUnknown(options: object): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(knownOptions, name)) continue;
    const nearest = nearestName(name, Object.keys(knownOptions));
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Unknown option \`${name}\` for evaluate(). ` +
        (nearest === undefined
          ? `The options are ${Object.keys(knownOptions).join(", ")}.`
          : `Did you mean \`${nearest}\`?`),
    );
  }
}

function checkRetryErrors({
  retryErrors,
  resume,
}: Pick<EvaluateOptions<DatapointInput, unknown>, "retryErrors" | "resume">): void {
  if (retryErrors !== true || resume !== undefined) return;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    "Expected `resume` beside `retryErrors`, got none. Name the run whose errors are to be run again: its id or the path " +
      "of its journal, which `honeyhive runs list --no-server` shows.",
  );
}

function optional<Value>(value: unknown, check: (value: unknown) => Value): Value | undefined {
  return value === undefined ? undefined : check(value);
}

function aggregateFunction(value: unknown): AggregateFunction {
  const found = aggregateFunctions.find((name) => name === value);
  if (found !== undefined) return found;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`aggregate\` to be one of ${aggregateFunctions.join(", ")}, got ${describeValue(value)}. ` +
      "Omit it for the average.",
  );
}

function wireOf(value: unknown): EvaluationWire {
  if (value === "batched" || value === "python") return value;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`wire\` to be "batched" or "python", got ${describeValue(value)}. Omit it for "batched".`,
  );
}

function positiveInteger(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  return rejectNumber(name, "a positive integer", value);
}

function wholeNumber(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  return rejectNumber(name, "zero or a positive integer", value);
}

function positiveNumber(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  return rejectNumber(name, "a positive number", value);
}

function rejectNumber(name: string, expected: string, value: unknown): never {
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`${name}\` to be ${expected}, got ${describeValue(value)}. Omit it for the default.`,
  );
}
