import type { AnyObject } from "../../lib/any-object.js";
import { describeValue } from "../../lib/errors.js";
import type { RowOf } from "../types/datapoint.js";

/** Which parts of outputs and ground truth an evaluator compares. */
export interface Selection<Output = unknown, GroundTruth = unknown> {
  /** The metric's name. */
  readonly name?: string | undefined;
  /** Takes what is judged out of the outputs. Default: all of them. */
  readonly actual?: ((outputs: Output) => unknown) | undefined;
  /** Takes what was expected out of the ground truth. Default: all of it. */
  readonly expected?: ((groundTruth: GroundTruth) => unknown) | undefined;
}

/** Rows that an evaluator with such a selection suits. */
export type RowWith<GroundTruth> = RowOf<AnyObject, GroundTruth>;

export function select(
  outputs: unknown,
  groundTruth: unknown,
  { actual, expected }: Selection<never, never>,
): { readonly actual: unknown; readonly expected: unknown } {
  return {
    // Whoever lists the evaluator has its functions checked against outputs and ground truth.
    actual: actual === undefined ? outputs : actual(outputs as never),
    expected: expected === undefined ? groundTruth : expected(groundTruth as never),
  };
}

/** @throws {TypeError} naming what was no text */
export function asText(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new TypeError(
    `Expected ${what} to be text, got ${describeValue(value)}. Pass \`actual\` or \`expected\` to take the text out.`,
  );
}
