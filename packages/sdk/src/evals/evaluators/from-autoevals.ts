import type { JsonObject } from "@honeyhive/contract";

import { isPlainObject } from "../../lib/is-plain-object.js";
import { serialise } from "../../lib/serialise.js";
import type { EvaluatorObject, Score } from "../types/evaluator.js";

/** What scorers of the `autoevals` package look like. */
export type AutoevalsScorer<Args = never> = (
  args: Args,
) => AutoevalsScore | Promise<AutoevalsScore>;

export interface AutoevalsScore {
  readonly name: string;
  readonly score: number | null;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface AutoevalsOptions {
  readonly name?: string | undefined;
  /** Further arguments, such as a model, or others than `{ output, expected, input, metadata }`. */
  readonly toArguments?:
    | ((standard: {
        readonly output: unknown;
        readonly expected: unknown;
        readonly input: unknown;
        /** Of the row; empty where it has none. */
        readonly metadata: JsonObject;
      }) => Readonly<Record<string, unknown>>)
    | undefined;
}

/** Makes an evaluator of a scorer of `autoevals`: `fromAutoevals(Levenshtein)`. What it gives as rationale is kept. */
export function fromAutoevals<Args>(
  scorer: AutoevalsScorer<Args>,
  options: AutoevalsOptions = {},
): EvaluatorObject {
  return {
    name: options.name ?? (scorer.name || "autoevals"),
    evaluate: async (output, input, expected, { metadata }) => {
      const standard = {
        output: readAsJson(output),
        expected: readAsJson(expected),
        input: readAsJson(input),
        metadata,
      };
      const args = options.toArguments?.(standard) ?? standard;
      // The scorer checks its own arguments: each asks for others.
      const result = await scorer(args as Args);
      return toScore(result);
    },
  };
}

/**
 * The same object, which a scorer that puts it into text reads as JSON: any two would be alike as `[object Object]`, and
 * texts that are alike score 1.
 */
function readAsJson(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.defineProperty({ ...value }, Symbol.toPrimitive, {
    value: () => serialise(value, Infinity).text,
  });
}

/** Scorers of `autoevals` take one object of named arguments; each has `partial`, which nothing else here has. */
export function isAutoevalsScorer(value: unknown): value is AutoevalsScorer {
  return typeof value === "function" && "partial" in value && typeof value.partial === "function";
}

/** What the scorer explained, where it did, beside its score. */
function toScore({ score, metadata }: AutoevalsScore): Score {
  const rationale = metadata?.["rationale"];
  return typeof rationale === "string" ? { score, explanation: rationale } : score;
}
