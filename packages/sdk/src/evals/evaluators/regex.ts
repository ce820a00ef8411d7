import type { AnyDatapoint } from "../types/datapoint.js";
import type { EvaluatorObject } from "../types/evaluator.js";
import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { asText, type Selection } from "./select.js";

/**
 * Whether the output matches a pattern.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION` for what is no pattern: as text it would be one that matches nothing
 */
export function regex<Output = unknown>(
  pattern: RegExp,
  options: Omit<Selection<Output>, "expected"> = {},
): EvaluatorObject<AnyDatapoint, Output> {
  checkPattern(pattern);
  return {
    name: options.name ?? "regex",
    evaluate: (outputs) => {
      const actual = options.actual === undefined ? outputs : options.actual(outputs);
      // A global or sticky pattern remembers where it stopped; searching always starts anew.
      return asText(actual, "the output").search(pattern) !== -1;
    },
  };
}

/** Of any realm. */
function checkPattern(given: unknown): void {
  if (typeof given === "string" || Object.prototype.toString.call(given) === "[object RegExp]")
    return;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected the first argument of regex() to be a regular expression, got ${describeValue(given)}. ` +
      "Pass it as such: `regex(/^[A-Z]/)`.",
  );
}
