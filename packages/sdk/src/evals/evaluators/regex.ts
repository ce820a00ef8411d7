import type { EvaluatorObject } from "../types/evaluator.js";
import { asText, type Selection } from "./select.js";

/** Whether the output matches a pattern. */
export function regex(pattern: RegExp, options: Omit<Selection, "expected"> = {}): EvaluatorObject {
  return {
    name: options.name ?? "regex",
    evaluate: (outputs) => {
      const actual = options.actual === undefined ? outputs : options.actual(outputs);
      // A global or sticky pattern remembers where it stopped; searching always starts anew.
      return asText(actual, "the output").search(pattern) !== -1;
    },
  };
}
