import { describeValue, HoneyHiveError } from "../../lib/errors.js";

/** @throws {HoneyHiveError} `INVALID_EVALUATOR` for a value that the option of the evaluator does not have */
export function checkChoice(
  evaluator: string,
  option: string,
  given: unknown,
  choices: readonly string[],
): void {
  if (typeof given === "string" && choices.includes(given)) return;
  throw new HoneyHiveError(
    "INVALID_EVALUATOR",
    `Expected \`${option}\` of ${evaluator}() to be ${choices.join(", ")}, got ${describeValue(given)}. ` +
      "Omit it for the first.",
  );
}
