import type { EvaluatorObject } from "../types/evaluator.js";
import { select, type Selection } from "./select.js";

export interface ExactMatchOptions extends Selection {
  /** True compares text without regard to case, and to space around it. Default false. */
  readonly ignoreCase?: boolean | undefined;
}

/**
 * Whether outputs and ground truth are the same, in depth. A property that is undefined is none: a ground truth from a
 * file could not name it. Not scorable without a ground truth.
 */
export function exactMatch(options: ExactMatchOptions = {}): EvaluatorObject {
  const normalise = (value: unknown): unknown =>
    options.ignoreCase === true && typeof value === "string" ? value.trim().toLowerCase() : value;
  return {
    name: options.name ?? "exact_match",
    evaluate: (outputs, _inputs, groundTruth) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      if (expected === undefined) return { score: null, explanation: "there is no ground truth" };
      return areEqual(normalise(actual), normalise(expected));
    },
  };
}

function areEqual(actual: unknown, expected: unknown): boolean {
  const { isDeepStrictEqual } = process.getBuiltinModule("node:util");
  if (isDeepStrictEqual(actual, expected)) return true;
  try {
    return isDeepStrictEqual(asWritten(actual), asWritten(expected));
  } catch (error) {
    // Values that hold themselves have no end.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Without undefined properties, and with one zero. */
function asWritten(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(asWritten);
  if (typeof value !== "object" || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, asWritten(inner)]));
}
