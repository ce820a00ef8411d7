// @vitest-environment happy-dom
import type { MetricComparison, RunComparison } from "@honeyhive/contract";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { metricKey } from "../../lib/runs/metric-key.js";
import { makeComparison } from "../../testing/make-result.js";
import type { CompareSearch } from "./search.js";
import { VerdictStrip } from "./verdict-strip.js";

afterEach(cleanup);

const many = Array.from({ length: 15 }, (_, index) =>
  makeComparison({ metric_name: `metric ${index}`, verdict: index === 14 ? "worse" : "same" }),
);

function renderStrip(metrics: readonly MetricComparison[], search: CompareSearch = {}): void {
  // What the strip does not read is left out.
  const comparison = { metrics } as unknown as RunComparison;
  render(
    <VerdictStrip
      comparison={comparison}
      newResult={undefined}
      oldResult={undefined}
      search={search}
      onSearchChange={() => Promise.resolve()}
    />,
  );
}

const names = (): readonly string[] =>
  screen.getAllByText(/^metric \d+$/).map(({ textContent }) => textContent);

test("shows of many metrics the first, those that became worse before all, and the others on demand", () => {
  renderStrip(many);
  expect(names()).toHaveLength(12);
  expect(names()[0]).toBe("metric 14");
  fireEvent.click(screen.getByText("Show all 15 metrics"));
  expect(names()).toHaveLength(15);
  fireEvent.click(screen.getByText("Show the first 12"));
  expect(names()).toHaveLength(12);
});

test("keeps a few metrics as they come", () => {
  renderStrip(many.slice(-3));
  expect(names()).toEqual(["metric 12", "metric 13", "metric 14"]);
  expect(screen.queryByText(/^Show/)).toBeNull();
});

test("shows the metric that the cases are filtered by, however many come before it", () => {
  const metric = many[13];
  if (metric === undefined) throw new Error("Expected many metrics.");
  renderStrip(many, { metric: metricKey(metric), change: "same" });
  expect(names()).toContain("metric 13");
});
