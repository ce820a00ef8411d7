import { expect, it } from "vitest";

import type { EvaluatorContext } from "../types/evaluator.js";
import { fromAutoevals } from "./from-autoevals.js";

// All that it reads of it.
const context = { metadata: {} } as EvaluatorContext;
it("gives the rationale of a scorer", async () => {
  const Factuality = ({ output, expected }: { output: unknown; expected: unknown }) => ({
    name: "Factuality",
    score: output === expected ? 1 : 0,
    metadata: { rationale: "compared" },
  });
  const adapted = fromAutoevals(Factuality);
  expect(adapted.name).toBe("Factuality");
  expect(await adapted.evaluate("a", {}, "a", context)).toEqual({
    score: 1,
    explanation: "compared",
  });
});

it("lets scorers that compare texts read objects as JSON, and leaves objects as they are", async () => {
  const given: unknown[] = [];
  const adapted = fromAutoevals(({ output, expected }: { output: unknown; expected: unknown }) => {
    given.push(output);
    return { name: "Same", score: String(output) === String(expected) ? 1 : 0 };
  });
  const made = { tool: "search", large: 10n };
  expect(await adapted.evaluate(made, {}, { tool: "buy" }, context)).toBe(0);
  expect(await adapted.evaluate(made, {}, { ...made }, context)).toBe(1);
  expect(await adapted.evaluate(made, {}, '{"tool":"search","large":"10"}', context)).toBe(1);
  expect(given[0]).toEqual(made);
  expect(JSON.stringify(given[0], ["tool"])).toBe('{"tool":"search"}');
  expect(Object.getOwnPropertySymbols(made)).toEqual([]);
  expect(await adapted.evaluate(["a"], {}, "a", context)).toBe(1);
});
