import type { Logger } from "../logger.js";
import type { Datapoint } from "./types.js";

/** Names of `evaluate()`'s options in older versions and in Python, and what they are called now. */
const renamed: Readonly<Record<string, string>> = {
  evaluationFunction: "function",
  hh_api_key: "apiKey",
  hh_project: "project",
  dataset_id: "datasetId",
  server_url: "serverUrl",
  max_workers: "concurrency",
  maxWorkers: "concurrency",
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
  const used = Object.keys(given).filter((name) => Object.hasOwn(renamed, name));
  if (used.length === 0) return options;
  for (const old of used) {
    const name = renamed[old] ?? old;
    const value = given[old];
    delete given[old];
    if (given[name] === undefined) given[name] = adapt(old, value);
  }
  const pairs = used.map((old) => `\`${old}\` is now \`${renamed[old]}\``);
  logger.warn(
    `evaluate(): ${pairs.join(", ")}.${used.includes("evaluationFunction") ? adapterHint : ""}`,
  );
  // The same options under other names; what they hold is checked next.
  return given as unknown as Options;
}

const adapterHint =
  " It gets one datapoint: wrap a function of (inputs, groundTruths) in `fromInputs()`.";

function adapt(name: string, value: unknown): unknown {
  if (name !== "evaluationFunction" || typeof value !== "function") return value;
  return fromInputs(value as (inputs: Datapoint["inputs"], groundTruth: unknown) => unknown);
}
