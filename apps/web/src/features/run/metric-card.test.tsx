// @vitest-environment happy-dom
import type { MetricDetail, MetricThreshold } from "@honeyhive/contract";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ComponentProps, ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import { MetricCard } from "./metric-card.js";

afterEach(cleanup);

const detail: MetricDetail = {
  metric_name: "judge",
  metric_type: "CLIENT_SIDE",
  event_name: "run",
  event_type: "session",
  aggregate: 0.92,
  values: [1, 1, 0.5],
  datapoints: { passed: [], failed: [] },
  counted: 46,
  errors: 3,
  not_scorable: 1,
  missing: 0,
  total: 50,
};

/** As most tests need it, but for what they are about. */
function card(own: Partial<ComponentProps<typeof MetricCard>> = {}): ReactNode {
  return (
    <MetricCard
      label="judge"
      detail={detail}
      aggregation="average"
      isLive={false}
      labels={[]}
      noun="case"
      selected={{}}
      onSelect={() => undefined}
      {...own}
    />
  );
}

test("shows a value only with what it was counted over", () => {
  render(card());
  expect(screen.getByText("0.92")).toBeTruthy();
  expect(screen.getByText("average · 46 of 50 cases; 3 errors, 1 n/a, 0 missing")).toBeTruthy();
});

test("does not call missing what may still come", () => {
  render(card({ detail: { ...detail, missing: 4, total: 54 }, isLive: true }));
  expect(screen.getByText("average · 46 of 54 cases; 3 errors, 1 n/a, 4 to come")).toBeTruthy();
});

test("does not show a number where nothing was counted", () => {
  const empty = { ...detail, aggregate: null, values: [], counted: 0, missing: 46 };
  render(card({ detail: empty }));
  expect(screen.getByText("no value")).toBeTruthy();
});

test("gives the range of the bar that is clicked", () => {
  const bars: unknown[] = [];
  render(card({ onSelect: (bar) => bars.push(bar) }));
  fireEvent.click(screen.getByRole("button", { name: "0.5: 1 case" }));
  expect(bars).toEqual([{ range: "0.5..0.5" }]);
});

test("shows how often each label was given, where the values are no numbers", () => {
  const bars: unknown[] = [];
  const labels = ["calm", "angry", "sad", "glad", "cold", "warm"].map((label, index) => ({
    label,
    count: 20 - index,
  }));
  render(
    card({
      label: "tone",
      detail: { ...detail, aggregate: null, values: [] },
      labels,
      noun: "trial",
      selected: { label: "warm" },
      onSelect: (bar) => bars.push(bar),
    }),
  );
  expect(screen.getByText("6 labels")).toBeTruthy();
  expect(screen.getByText("46 of 50 trials; 3 errors, 1 n/a, 0 missing")).toBeTruthy();
  // The four most frequent and the one that is selected.
  expect(screen.getByText("1 other label")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "calm 20 trials" }));
  fireEvent.click(screen.getByRole("button", { name: "warm 15 trials" }));
  expect(bars).toEqual([{ label: "calm" }, { label: undefined }]);
});

test("says how many cases pass, where it is said what passes", () => {
  const datapoints = { passed: ["a", "b"], failed: ["c"] };
  const judged = (threshold: MetricThreshold): ReactNode =>
    card({ detail: { ...detail, threshold, datapoints } });
  const { container, rerender } = render(judged({ min: 0.5, max: 0.9 }));
  expect(container.textContent).toContain("2 of 3 pass · 0.5 or more, 0.9 or less");
  rerender(judged({ passing_categories: ["calm", "glad"] }));
  expect(container.textContent).toContain("2 of 3 pass · calm or glad");
  rerender(judged({ pass_when: false }));
  expect(container.textContent).toContain("2 of 3 pass · false");
});
