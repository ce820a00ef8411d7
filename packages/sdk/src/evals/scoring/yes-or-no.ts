import { describeValue } from "../../lib/errors.js";

/**
 * What a callback has answered. Everything but `false` would let a case pass: a promise of `false`, and what `match` finds.
 *
 * @throws {TypeError} for what is neither true nor false
 */
export function yesOrNo(answer: unknown, callback: string): boolean {
  if (typeof answer === "boolean") return answer;
  // Nobody else waits for it.
  if (answer instanceof Promise) answer.catch(() => undefined);
  throw new TypeError(
    `Expected ${callback} to give true or false, got ${answer instanceof Promise ? "a promise" : describeValue(answer)}. ` +
      "Await in the evaluator, and compare what you find.",
  );
}
