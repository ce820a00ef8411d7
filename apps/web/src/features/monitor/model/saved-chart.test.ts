import { expect, test } from "vitest";

import { toChartInput, toChartSpec } from "./saved-chart.js";

const chart = {
  id: "c",
  name: "Quality",
  metric: "correct",
  func: null,
  groupBy: null,
  query: null,
};

test("draws sums and counts as bars, anything else as a line", () => {
  const shapes = ["count", "sum", "p95", null].map((func) => toChartSpec({ ...chart, func }).shape);
  expect(shapes).toEqual(["bars", "bars", "lines", "lines"]);
});

test("tells the unit by the field", () => {
  const metrics = ["duration", "metadata.cost", "metadata.total_tokens", "correct"];
  expect(metrics.map((metric) => toChartSpec({ ...chart, metric }).unit)).toEqual([
    "duration",
    "cost",
    "tokens",
    "score",
  ]);
  expect(toChartSpec({ ...chart, func: "count" }).unit).toBe("count");
});

test("names a chart after what it shows where nobody names it", () => {
  const form = { name: "", metric: " correct ", aggregation: "average", groupBy: "" };
  expect(toChartInput((field) => form[field])).toEqual({
    name: "average of correct",
    metric: "correct",
    func: "average",
  });
  expect(toChartInput((field) => ({ ...form, name: "Q", groupBy: "source" })[field])).toEqual({
    name: "Q",
    metric: "correct",
    func: "average",
    groupBy: "source",
  });
});
