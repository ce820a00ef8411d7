import { describeValue } from "../../lib/errors.js";

/** Which parts of outputs and ground truth an evaluator compares. */
export interface Selection {
  /** The metric's name. */
  readonly name?: string | undefined;
  /** Takes what is judged out of the outputs. Default: all of them. */
  readonly actual?: ((outputs: unknown) => unknown) | undefined;
  /** Takes what was expected out of the ground truth. Default: all of it. */
  readonly expected?: ((groundTruth: unknown) => unknown) | undefined;
}

export function select(
  outputs: unknown,
  groundTruth: unknown,
  selection: Selection,
): { readonly actual: unknown; readonly expected: unknown } {
  return {
    actual: selection.actual === undefined ? outputs : selection.actual(outputs),
    expected: selection.expected === undefined ? groundTruth : selection.expected(groundTruth),
  };
}

/** @throws {TypeError} naming what was no text */
export function asText(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new TypeError(
    `Expected ${what} to be text, got ${describeValue(value)}. Pass \`actual\` or \`expected\` to take the text out.`,
  );
}
