import { describeValue, HoneyHiveError } from "../errors.js";
import { nearestName } from "../nearest-name.js";
import { readDataset } from "./dataset/read-dataset.js";
import { resolveCases, type EvaluationCase } from "./resolve-cases.js";
import { resolveEvaluators, type NamedEvaluator } from "./resolve-evaluators.js";
import type { DatapointInput, EvaluateOptions } from "./types.js";

/** An evaluation with its options checked and nothing left open. */
export interface ResolvedEvaluation {
  readonly cases: readonly EvaluationCase[];
  readonly datasetId: string;
  readonly evaluators: readonly NamedEvaluator[];
  readonly functionName: string;
  readonly concurrency: number;
  readonly timeoutMs: number;
}

const knownOptions: Readonly<Record<keyof EvaluateOptions<DatapointInput, unknown>, true>> = {
  function: true,
  dataset: true,
  evaluators: true,
  name: true,
  concurrency: true,
  timeoutMs: true,
  apiKey: true,
  serverUrl: true,
  project: true,
  metadata: true,
  instrumentors: true,
  signal: true,
  onProgress: true,
};

/**
 * Checks the options, then reads the dataset.
 *
 * @throws {HoneyHiveError} naming the option or the row, what was expected and what came
 */
export async function resolveEvaluation<Row extends DatapointInput, Output>(
  options: EvaluateOptions<Row, Output>,
): Promise<ResolvedEvaluation> {
  rejectUnknown(options);
  if (typeof options.function !== "function") {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected \`function\` to be a function, got ${describeValue(options.function)}. ` +
        "Pass `function: async (datapoint, tracer) => outputs`.",
    );
  }
  const settings = {
    evaluators: resolveEvaluators(options.evaluators ?? []),
    functionName: options.function.name || "function",
    concurrency: positiveInteger("concurrency", options.concurrency ?? 10),
    timeoutMs: positiveInteger("timeoutMs", options.timeoutMs ?? 120_000),
  };
  const { id: datasetId, cases } = resolveCases(await readDataset(options.dataset));
  return { ...settings, datasetId, cases };
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

function positiveInteger(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`${name}\` to be a positive integer, got ${describeValue(value)}. Omit it for the default.`,
  );
}
