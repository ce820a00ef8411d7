import { expect, test } from "vitest";

import { evaluate } from "../evaluate.js";
import { renderHtml } from "./html/render-html.js";
import { renderJunit } from "./render-junit.js";
import { renderMarkdown } from "./render-markdown.js";
import { renderResult } from "./render.js";

test("cases and trials are numbered from 1 in every report, and from 0 for programs", async () => {
  const result = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: ["a", "b", "c", "d"].map((id) => ({ id, inputs: {} })),
    function: () => 0,
    evaluators: [{ name: "exact", evaluate: () => false }],
    trials: 2,
  });
  expect(result.cases.map(({ index, trial }) => [index, trial])).toContainEqual([3, 1]);
  expect(renderResult(result)).toContain("case 4 (d, 2 of 2 trials)");
  expect(renderMarkdown(result)).toContain("case 4 (");
  expect(renderHtml([result])).toContain("4 · d · trial 2");
  expect(renderJunit([result])).toContain('name="case 4 d trial 2"');
  expect(renderJunit([{ ...result, cases: result.cases.slice(0, 1) }])).toContain(
    'name="case 1 a"',
  );
});
