import type { Logger } from "../../lib/logger.js";
import type { CaseResult } from "../types/case-result.js";

/** Streams are scored as the objects that they are: that of a generator has not even begun. */
export function warnOfStreams(
  cases: readonly Pick<CaseResult, "outputs">[],
  logger: Pick<Logger, "warn">,
): void {
  const count = cases.filter(({ outputs }) => isStream(outputs)).length;
  if (count === 0) return;
  logger.warn(
    `Expected \`function\` to give outputs, got streams, such as a generator's, from ${count} of ${cases.length}: ` +
      "they are scored and kept as objects, and nobody reads what is in them but an evaluator that does so itself. " +
      'Give what they hold: `let text = ""; for await (const part of stream) text += part; return text;`.',
  );
}

function isStream(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Symbol.asyncIterator in value) return true;
  return Symbol.iterator in value && "next" in value && typeof value.next === "function";
}
