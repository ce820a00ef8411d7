import type { ScoreValue } from "../types/evaluator.js";

/** Ways to make one value of several, beside functions. */
export const aggregations = ["mean", "median", "mode", "min", "max"] as const;

export type Aggregation = (typeof aggregations)[number];

/**
 * Whether a value is what `target` asks for. The default compares numbers with `>=`, or `<=`
 * where less is better, and everything else with `===`.
 */
export type Checker<Value = ScoreValue, Target = unknown> = (
  value: Value,
  target: Target,
) => boolean;

/** The values that an evaluator's scores hold. */
export type ValueOf<Returned> = Returned extends number
  ? number
  : Returned extends boolean
    ? boolean
    : Returned extends string
      ? string
      : Returned extends { readonly score: infer Inner }
        ? ValueOf<Inner>
        : never;

/** Of an evaluator that gives `Value`, which `transform` makes `Transformed`. */
export interface EvaluatorSettings<
  Value extends ScoreValue = ScoreValue,
  Transformed extends ScoreValue = Value,
  Target = unknown,
> {
  /** The metric's name. Default: the function's. */
  readonly name?: string | undefined;
  /** Share of the metric in `weightedScore`. Default: as the evaluator says, or 1; none where less is better. */
  readonly weight?: number | undefined;
  /** True where less is better, as of times and costs. Default: as the evaluator says, or false. */
  readonly lowerIsBetter?: boolean | undefined;
  /** True makes a value that misses `target` fail the case. Default false. */
  readonly asserts?: boolean | undefined;
  /** How often the evaluator runs on each case. Default 1. */
  readonly repeat?: number | undefined;
  /** Changes each value before it is aggregated. */
  readonly transform?: ((value: Value) => Transformed) | undefined;
  /** Makes one value of several. Default: `mean` for numbers and booleans, `mode` for text. */
  readonly aggregate?:
    | Aggregation
    | ((values: readonly Transformed[]) => Aggregated<Transformed>)
    | undefined;
  /** For `asserts`, of the aggregated value: a number where several booleans were averaged. */
  readonly checker?: Checker<Transformed | number, Target> | undefined;
  /** What `asserts` asks for; default `true`. */
  readonly target?: Target | undefined;
}

type Aggregated<Value extends ScoreValue> =
  | Value
  | number
  | null
  | { readonly score: Value | number | null; readonly explanation?: string | undefined };
