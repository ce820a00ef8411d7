import type { JsonObject } from "@honeyhive/contract";

import type { AnyDatapoint } from "./datapoint.js";
import type { ModelUsage } from "./model-usage.js";
import type { TracedEvent } from "./traced-event.js";

/** What evaluators may know beside outputs, inputs and ground truth. */
export interface EvaluatorContext {
  readonly datapointId: string;
  /** Of the row; empty where it has none. */
  readonly metadata: JsonObject;
  readonly trial: number;
  /** How long the function took in its last attempt. */
  readonly durationMs: number;
  /** What was reported with `addCost` so far, and what traced calls cost by `prices`; undefined when that is nothing. */
  readonly cost: number | undefined;
  /** Of the models that the function asked, as far as their calls are traced; undefined when none was. */
  readonly usage: ModelUsage | undefined;
  readonly addCost: (usd: number) => void;
  /**
   * What was traced while the function ran, in its last attempt, in the order in which it began: which tools were called
   * with what, say. What other evaluators do is not among it.
   */
  readonly events: () => readonly TracedEvent[];
  /** Model calls of the function that the cache answered: then its duration and cost are not those of a model. */
  readonly cachedCalls: number;
  /** Aborted when the evaluator's time is over or the evaluation is cancelled. */
  readonly signal: AbortSignal;
}

export type ScoreValue = number | boolean | string;

/** `null` and `undefined` mean "cannot be scored". Numbers must be finite. */
export type Score =
  | ScoreValue
  | null
  | undefined
  | { readonly score: ScoreValue | null; readonly explanation?: string | undefined }
  | ScoreGroup;

/** Several scores of one evaluator: each is a metric of its own, called `evaluator.name`. */
export interface ScoreGroup {
  readonly score?: never;
  readonly [name: string]: Score;
}

export type EvaluatorFunction<Row extends AnyDatapoint = AnyDatapoint, Output = unknown> = (
  outputs: Output,
  inputs: Row["inputs"],
  groundTruth: Row["groundTruth"],
  context: EvaluatorContext,
) => Score | Promise<Score>;

/** An evaluator with a name of its own, such as `evaluator()` makes; classes may implement it. */
export interface EvaluatorObject<Row extends AnyDatapoint = AnyDatapoint, Output = unknown> {
  readonly name: string;
  readonly evaluate: EvaluatorFunction<Row, Output>;
  /** Share of the metric in `weightedScore` of the result. Default 1; metrics of which less is better have none. */
  readonly weight?: number | undefined;
  /** True where less is better, as of times and costs: comparisons call less an improvement. Default false. */
  readonly lowerIsBetter?: boolean | undefined;
  /** False for a value fails the case. */
  readonly asserts?: ((value: number | boolean | string) => boolean) | undefined;
}

/**
 * What scorers of `autoevals` have and no other evaluator does. It does not say how they are called: a second kind of
 * call would keep the parameters of plain functions from being inferred. Every function takes anything for
 * `Symbol.hasInstance`: that keeps `Output` from being inferred from the scorer's arguments.
 */
export interface AutoevalsEvaluator<Output = unknown> {
  readonly partial: (args: never) => unknown;
  readonly [Symbol.hasInstance]: (output: Output) => boolean;
}

/** A function, whose name names the metric, a function with a name of its own, or a scorer of `autoevals`. */
export type Evaluator<Row extends AnyDatapoint = AnyDatapoint, Output = unknown> =
  | EvaluatorFunction<Row, Output>
  | EvaluatorObject<Row, Output>
  | AutoevalsEvaluator<Output>;

/** An evaluator with nothing left open. */
export interface NamedEvaluator {
  readonly name: string;
  readonly evaluate: EvaluatorFunction;
  readonly weight: number;
  readonly lowerIsBetter: boolean;
  readonly asserts: ((value: number | boolean | string) => boolean) | undefined;
  /** Evaluators whose names a group of this one could make: `judge.tone` of `judge`. */
  readonly rivals: readonly string[];
}
