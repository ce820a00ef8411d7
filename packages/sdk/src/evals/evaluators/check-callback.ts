import { describeValue, HoneyHiveError } from "../../lib/errors.js";

/**
 * Files of evaluations run without a type check: what is missing is said before the first case has cost anything.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION`
 */
export function checkCallback(evaluator: string, option: string, given: unknown): void {
  if (typeof given === "function") return;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected \`${option}\` of ${evaluator}() to be a function, got ${describeValue(given)}. ` +
      `Pass \`${option}\`, as docs/evaluate.md shows.`,
  );
}
