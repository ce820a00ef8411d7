import type { JsonObject, MetricContent } from "@honeyhive/contract";
import { describe, expect, test } from "vitest";

import { toMetricContent } from "../routes/entities/metric-versions.js";
import { compose, partsOf, whyNotComposed, type Definitions } from "./composite.js";

const children = [
  { name: "a", weight: 2 },
  { name: "b", weight: 1 },
];

function composite(content: Partial<MetricContent>): MetricContent {
  const { criteria = "weighted average", ...rest } = content;
  return toMetricContent({
    name: "all",
    type: "COMPOSITE",
    criteria,
    child_metrics: children,
    ...rest,
  });
}

function composed(
  content: Partial<MetricContent>,
  metrics: JsonObject,
  definitions: Definitions = [],
) {
  const metric = composite(content);
  return compose(metric, partsOf(metric, definitions), { metrics });
}

describe("scores of parts come to", () => {
  test.each([
    ["weighted average", { a: 4, b: 3 }, 11 / 3],
    ["weighted sum", { a: 4, b: 3 }, 11],
    ["minimum", { a: 4, b: 3 }, 3],
    ["maximum", { a: 4, b: 3 }, 4],
    ["weighted average", { a: true, b: false }, 2 / 3],
  ])("their %s: %j", (criteria, metrics, result) => {
    expect(composed({ criteria }, metrics)).toEqual({
      success: true,
      loading: false,
      result,
      explanation: null,
    });
  });

  test.each(["Weighted Average", "weighted_average", " weighted-average\n"])(
    "the same however it is written: %j",
    (criteria) => {
      expect(composed({ criteria }, { a: 4, b: 1 }).result).toBe(3);
    },
  );

  test.each([
    [[true, true, false, true], 2],
    [[false, true, true, true], 0],
    [[true, true, true, true], 4],
    [[1, 0, 1, 1], 1],
  ])("the highest priority that is true without a gap: %j", (values, result) => {
    // Given in another order than that of their priorities.
    const child_metrics = [2, 4, 1, 3].map((weight) => ({ name: `p${weight}`, weight }));
    const metrics = Object.fromEntries(values.map((value, index) => [`p${index + 1}`, value]));
    const criteria = "Hierarchical Highest True";
    expect(composed({ criteria, child_metrics }, metrics).result).toBe(result);
  });

  test.each([
    ["minimum", { a: true, b: false }, false],
    ["maximum", { a: true, b: false }, true],
    ["hierarchical highest true", { a: false, b: true }, true],
    ["hierarchical highest true", { a: true, b: false }, false],
  ])("yes or no: %s of %j", (criteria, metrics, result) => {
    expect(composed({ criteria, return_type: "boolean" }, metrics).result).toBe(result);
  });
});

test("parts are known by their ids, and categories by what they are worth", () => {
  const categories = [
    { category: "good", score: 3 },
    { category: "unknown", score: null },
  ];
  const definitions = [
    { id: "1", name: "renamed", categories },
    { id: "2", name: "b", categories: null },
  ];
  const child_metrics = [
    { id: "1", name: "a", weight: 1 },
    { name: "b", weight: 1 },
  ];
  const content = { criteria: "weighted sum", child_metrics };
  expect(composed(content, { renamed: "good", b: 1 }, definitions).result).toBe(4);
  expect(composed(content, { renamed: "unknown", b: 1 }, definitions)).toMatchObject({
    success: false,
    explanation: expect.stringContaining('got `renamed`: "unknown". Run these metrics first'),
  });
});

test.each([
  ["a score that is not there", {}, { a: 1 }, "got `b`: none."],
  ["one that was taken back", {}, { a: 1, b: null }, "got `b`: none."],
  ["a number for yes or no", { criteria: "hierarchical-highest-true" }, { a: 0.5, b: 1 }, "of `a`"],
  [
    "weights that come to nothing",
    { child_metrics: children.map((child) => ({ ...child, weight: 0 })) },
    { a: 1, b: 1 },
    "got NaN",
  ],
])("say what is wrong with %s", (_, content, metrics, explanation) => {
  expect(composed(content, metrics)).toMatchObject({
    success: false,
    result: null,
    explanation: expect.stringContaining(explanation),
  });
});

test.each<[string, Partial<MetricContent>, RegExp | undefined]>([
  ["all is said", {}, undefined],
  ["there are no parts", { child_metrics: null }, /`child_metrics`/],
  ["nobody knows how", { criteria: "median" }, /`median`.*one of weighted average, /],
  ["a text is asked for", { return_type: "string" }, /Make it float or boolean/],
  ["an average is no yes or no", { return_type: "boolean" }, /one of hierarchical highest true, /],
])("are run, or not, when %s", (_, content, reason) => {
  const why = whyNotComposed(composite(content));
  if (reason === undefined) expect(why).toBeUndefined();
  else expect(why).toMatch(reason);
});
