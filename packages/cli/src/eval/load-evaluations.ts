import { basename } from "node:path";

import type { EvaluationDefinition } from "honeyhive";

import { CliError } from "../cli-error.js";
import { importDefault } from "./import-default.js";
import { loadFailure } from "./load-failure.js";
import type { NamedTsconfigs } from "./named-tsconfigs.js";

export interface LoadedEvaluation {
  readonly path: string;
  readonly definition: EvaluationDefinition;
  /** Whether its file exports others, too. */
  readonly isOneOfSeveral: boolean;
}

/** The evaluations that a file exports as its default: one, or an array of them. TypeScript runs as it is. */
export async function loadEvaluations(
  path: string,
  tsconfigs: NamedTsconfigs,
): Promise<EvaluationDefinition[]> {
  const exported = await importDefault(path, tsconfigs).catch((error: unknown) => {
    throw loadFailure(path, error);
  });
  const definitions: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  if (definitions.length === 0) {
    throw new CliError(`Expected ${path} to export at least one evaluation, got an empty array.`);
  }
  return definitions.map((definition) => {
    if (isResult(definition)) {
      throw new CliError(
        `Expected ${path} to export an evaluation as its default, got the result of one. ` +
          "Export what is given to evaluate(), in `defineEvaluation({ … })`: this command runs it.",
      );
    }
    if (typeof definition === "object" && definition !== null && hasDataset(definition)) {
      // evaluate() checks every option of it.
      const evaluation = definition as EvaluationDefinition;
      return { ...evaluation, name: evaluation.name ?? basename(path).replace(/\.eval\.\w+$/, "") };
    }
    throw new CliError(
      `Expected ${path} to export an evaluation as its default, got ${describeExport(definition)}. ` +
        "Write `export default defineEvaluation({ … })` with `defineEvaluation` from honeyhive; " +
        "what calls evaluate() itself is a program, to be run without this command.",
    );
  });
}

/** Of a file without a default the loader gives all that it exports. */
function describeExport(value: unknown): string {
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  const names = Object.keys(value).map((name) => `\`${name}\``);
  return names.length === 0
    ? "nothing"
    : `an object without \`dataset\` and \`datasetId\`, but with ${names.join(", ")}`;
}

/** Of `export default evaluate({ … })`, which has run by then. */
function isResult(exported: unknown): boolean {
  return typeof exported === "object" && exported !== null && "outcomes" in exported;
}

function hasDataset(definition: object): boolean {
  return "dataset" in definition || "datasetId" in definition;
}
