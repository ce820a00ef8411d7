import { serialise } from "../lib/serialise.js";
import type { EvaluationResult } from "./types/evaluation-result.js";
import type { CaseResult } from "./types/case-result.js";

/** The cases as older versions gave them: a list for each column, in the order of the dataset, each entry JSON text. */
export interface OlderResultData {
  readonly input: readonly string[];
  readonly output: readonly string[];
  /** Values by metric; `null` where there is none. */
  readonly metrics: readonly string[];
  /** Older versions had nothing to say here. */
  readonly metadata: readonly string[];
  readonly ground_truth: readonly string[];
}

/** What programs read that were written for version 1. Made when it is read, and part of no report. */
export interface OlderEvaluationResult {
  /** @deprecated `cases` has the values themselves, and what became of each case. */
  readonly data: OlderResultData;
  /** @deprecated Use `durationMs`. */
  readonly stats: { readonly duration_s: number };
  /** @deprecated Use `sessionId` of `cases`. */
  readonly sessionIds: readonly string[];
}

export function withOlderResult(
  result: EvaluationResult,
): EvaluationResult & OlderEvaluationResult {
  const { cases, durationMs } = result;
  return defineLazily(result, {
    data: () => ({
      input: cases.map(({ inputs }) => toJson(inputs)),
      output: cases.map(({ outputs }) => toJson(outputs)),
      metrics: cases.map((entry) => toJson(valuesOf(entry))),
      metadata: cases.map(() => "{}"),
      ground_truth: cases.map(({ groundTruth }) => toJson(groundTruth ?? {})),
    }),
    stats: () => ({ duration_s: Math.round(durationMs) / 1000 }),
    sessionIds: () => cases.map(({ sessionId }) => sessionId),
  });
}

/** Adds properties that copies and JSON of the object do not have. */
function defineLazily<Target extends object, Values extends object>(
  target: Target,
  makers: { readonly [Name in keyof Values]: () => Values[Name] },
): Target & Values {
  for (const name of Object.keys(makers) as (keyof Values & string)[]) {
    let made: Values[typeof name] | undefined;
    Object.defineProperty(target, name, { get: () => (made ??= makers[name]()) });
  }
  // Every property has just been defined.
  return target as Target & Values;
}

function valuesOf({ scores }: CaseResult): Readonly<Record<string, unknown>> {
  const entries = Object.entries(scores);
  return Object.fromEntries(
    entries.map(([name, score]) => [name, score.state === "scored" ? score.value : null]),
  );
}

/** Of any value: what is no JSON is written as traces have it. */
function toJson(value: unknown): string {
  return serialise(value, Infinity).text;
}
