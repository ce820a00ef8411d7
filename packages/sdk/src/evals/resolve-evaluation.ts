import { describeValue, HoneyHiveError } from "../errors.js";
import { nearestName } from "../nearest-name.js";
import { describeError } from "../record-error.js";
import { externalDatapointId, externalDatasetId } from "./case-id.js";
import type { DatapointInput, EvaluateOptions, Evaluator, EvaluatorFunction } from "./types.js";

export interface EvaluationCase {
  readonly index: number;
  readonly id: string;
  readonly inputs: DatapointInput["inputs"];
  readonly groundTruth: unknown;
}

export interface NamedEvaluator {
  readonly name: string;
  readonly evaluate: EvaluatorFunction;
}

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

/** @throws {HoneyHiveError} naming the option, what was expected and what came. */
export function resolveEvaluation<Row extends DatapointInput, Output>(
  options: EvaluateOptions<Row, Output>,
): ResolvedEvaluation {
  rejectUnknown(options);
  if (typeof options.function !== "function") {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected \`function\` to be a function, got ${describeValue(options.function)}. ` +
        "Pass `function: async (datapoint, tracer) => outputs`.",
    );
  }
  const cases = resolveCases(options.dataset);
  return {
    cases,
    datasetId: externalDatasetId(options.dataset.map(contentOf)),
    evaluators: resolveEvaluators(options.evaluators ?? []),
    functionName: options.function.name || "function",
    concurrency: positiveInteger("concurrency", options.concurrency ?? 10),
    timeoutMs: positiveInteger("timeoutMs", options.timeoutMs ?? 120_000),
  };
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

function resolveCases(dataset: unknown): EvaluationCase[] {
  if (!Array.isArray(dataset)) {
    throw new HoneyHiveError(
      "INVALID_DATASET",
      `Expected \`dataset\` to be an array of { inputs, groundTruth }, got ${describeValue(dataset)}.`,
    );
  }
  const occurrences = new Map<string, number>();
  const indexById = new Map<string, number>();
  return dataset.map((row: unknown, index) => {
    const content = contentOf(row, index);
    const id = customId(row, index) ?? contentId(content, index, occurrences);
    const earlier = indexById.get(id);
    if (earlier !== undefined) {
      throw new HoneyHiveError(
        "INVALID_DATASET",
        `Expected the ids of \`dataset\` to be unique, got "${id}" at rows ${earlier} and ${index}. ` +
          "Change one, or omit `id`.",
      );
    }
    indexById.set(id, index);
    return { index, id, inputs: content.inputs, groundTruth: content.ground_truth };
  });
}

/** Only rows without an id of their own count as occurrences: naming one must not change another's id. */
function contentId(
  content: DatapointContent,
  index: number,
  occurrences: Map<string, number>,
): string {
  try {
    const first = externalDatapointId(content, 0);
    const occurrence = occurrences.get(first) ?? 0;
    occurrences.set(first, occurrence + 1);
    return externalDatapointId(content, occurrence);
  } catch (error) {
    throw new HoneyHiveError(
      "INVALID_DATASET",
      `Expected row ${index} of \`dataset\` to be JSON, got one that cannot be written as such ` +
        `(${describeError(error).message}). Replace bigints, and references from a value to itself.`,
      { cause: error },
    );
  }
}

interface DatapointContent {
  readonly inputs: DatapointInput["inputs"];
  readonly ground_truth?: unknown;
}

/** The part of a row that makes its identity, in the wire's names, so that both SDKs agree on it. */
function contentOf(row: unknown, index: number): DatapointContent {
  const inputs = isObject(row) ? row["inputs"] : undefined;
  if (!isObject(row) || !isObject(inputs)) {
    throw new HoneyHiveError(
      "INVALID_DATASET",
      `Expected row ${index} of \`dataset\` to be { inputs: {…}, groundTruth? }, got ${
        isObject(row) ? `\`inputs\` being ${describeValue(inputs)}` : describeValue(row)
      }.`,
    );
  }
  const spellings = [row["groundTruth"], row["ground_truth"], row["ground_truths"]];
  const groundTruth = spellings.find((value) => value !== undefined);
  return groundTruth === undefined ? { inputs } : { inputs, ground_truth: groundTruth };
}

function customId(row: unknown, index: number): string | undefined {
  const id = isObject(row) ? (row["id"] ?? row["datapoint_id"] ?? undefined) : undefined;
  if (id === undefined || (typeof id === "string" && id !== "")) return id;
  throw new HoneyHiveError(
    "INVALID_DATASET",
    `Expected \`id\` of row ${index} of \`dataset\` to be a non-empty string, got ${describeValue(id)}. ` +
      "Make it one, or omit it: then the row's content makes its id.",
  );
}

function resolveEvaluators(evaluators: unknown): NamedEvaluator[] {
  if (!Array.isArray(evaluators)) {
    throw new HoneyHiveError(
      "INVALID_EVALUATOR",
      `Expected \`evaluators\` to be an array of functions, got ${describeValue(evaluators)}.`,
    );
  }
  const names = new Set<string>();
  return evaluators.map((evaluator: Evaluator, index) => {
    const named = nameEvaluator(evaluator, index);
    if (names.has(named.name)) {
      throw new HoneyHiveError(
        "INVALID_EVALUATOR",
        `Expected evaluators to have different names, got "${named.name}" twice. ` +
          'Pass { name: "…", evaluate: fn } to give one another name.',
      );
    }
    names.add(named.name);
    return named;
  });
}

function nameEvaluator(evaluator: Evaluator, index: number): NamedEvaluator {
  if (typeof evaluator === "function") {
    return { name: evaluator.name || `evaluator_${index}`, evaluate: evaluator };
  }
  if (isObject(evaluator) && typeof evaluator.evaluate === "function") {
    const { name } = evaluator;
    if (typeof name === "string" && name !== "") return { name, evaluate: evaluator.evaluate };
    throw new HoneyHiveError(
      "INVALID_EVALUATOR",
      `Expected \`name\` of evaluator ${index} to be a non-empty string, got ${describeValue(name)}.`,
    );
  }
  throw new HoneyHiveError(
    "INVALID_EVALUATOR",
    `Expected evaluator ${index} to be a function or { name, evaluate }, got ${describeValue(evaluator)}.`,
  );
}

function positiveInteger(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`${name}\` to be a positive integer, got ${describeValue(value)}. Omit it for the default.`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
