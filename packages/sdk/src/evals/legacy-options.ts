import type { Logger } from "../lib/logger.js";
import type { Datapoint } from "./types/datapoint.js";

/** Names of `evaluate()`'s options in older versions and in Python, and what they are called now. */
const renamed: Readonly<Record<string, string>> = {
  evaluationFunction: "function",
  hh_api_key: "apiKey",
  hh_project: "project",
  dataset_id: "datasetId",
  server_url: "serverUrl",
  max_workers: "concurrency",
  maxWorkers: "concurrency",
  api_key: "apiKey",
  run_id: "runId",
  aggregate_function: "aggregate",
};

/** Older options without a successor of their own, and what to do instead. */
const retired: Readonly<Record<string, string>> = {
  suite: "is kept as `metadata.suite`",
  runConcurrently: "is now `concurrency`: false is taken as 1",
  verbose: 'has no effect: `reporters: ["terminal"]`, the default, shows progress',
  print_results: "is now `reporters`: false is taken as []",
  disableHttpTracing: "has no effect: HTTP is traced by what `instrumentors` names",
};

/**
 * A function of the older form `(inputs, groundTruths) => outputs` as one that `evaluate()` calls:
 *
 * ```ts
 * await evaluate({ function: fromInputs((inputs, groundTruths) => answer(inputs.question)), dataset });
 * ```
 */
export function fromInputs<Inputs, GroundTruth, Output>(
  fn: (inputs: Inputs, groundTruth: GroundTruth) => Output,
): (datapoint: { readonly inputs: Inputs; readonly groundTruth: GroundTruth }) => Output {
  const adapted = ({
    inputs,
    groundTruth,
  }: {
    readonly inputs: Inputs;
    readonly groundTruth: GroundTruth;
  }): Output => fn(inputs, groundTruth);
  // The function's name names the case's root span.
  Object.defineProperty(adapted, "name", { value: fn.name, configurable: true });
  return adapted;
}

/**
 * Options under their present names, with one warning that lists the older ones. `evaluationFunction` is called as
 * `(inputs, groundTruths)`, as it used to be. A present name wins over an older one.
 */
export function modernise<Options extends object>(options: Options, logger: Logger): Options {
  const given: Record<string, unknown> = Object.fromEntries(Object.entries(options));
  const isUsedOf = (names: object) => (name: string) => Object.hasOwn(names, name);
  const used = Object.keys(given).filter(isUsedOf(renamed));
  const without = Object.keys(given).filter(isUsedOf(retired));
  if (used.length === 0 && without.length === 0) return options;
  for (const old of used) {
    const name = renamed[old] ?? old;
    const value = given[old];
    delete given[old];
    if (given[name] === undefined) given[name] = adapt(old, value);
  }
  retire(given);
  const pairs = [
    ...used.map((old) => `\`${old}\` is now \`${renamed[old]}\``),
    ...without.map((old) => `\`${old}\` ${retired[old]}`),
  ];
  logger.warn(
    `evaluate(): ${pairs.join(", ")}.${used.includes("evaluationFunction") ? adapterHint : ""}`,
  );
  // The same options under other names; what they hold is checked next.
  return given as unknown as Options;
}

/** Takes the retired options out, and does what they asked for where there is a way. */
function retire(given: Record<string, unknown>): void {
  const { suite, runConcurrently, print_results: isPrinted } = given;
  for (const name of Object.keys(retired)) delete given[name];
  if (runConcurrently === false) given["concurrency"] = 1;
  if (isPrinted === false) given["reporters"] ??= [];
  if (suite === undefined) return;
  const { metadata } = given;
  given["metadata"] = { suite, ...(typeof metadata === "object" ? metadata : {}) };
}

const adapterHint =
  " It gets one datapoint: wrap a function of (inputs, groundTruths) in `fromInputs()`.";

function adapt(name: string, value: unknown): unknown {
  if (name !== "evaluationFunction" || typeof value !== "function") return value;
  return fromInputs(value as (inputs: Datapoint["inputs"], groundTruth: unknown) => unknown);
}
