// @vitest-environment happy-dom
import type { MetricDetail } from "@honeyhive/contract";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
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

const nothing = (): void => undefined;

test("shows a value only with what it was counted over", () => {
  render(
    <MetricCard
      label="judge"
      detail={detail}
      aggregation="average"
      isLive={false}
      selectedRange={undefined}
      onSelectRange={nothing}
    />,
  );
  expect(screen.getByText("0.92")).toBeTruthy();
  expect(screen.getByText("average · 46 of 50; 3 errors, 1 n/a, 0 missing")).toBeTruthy();
});

test("does not call missing what may still come", () => {
  render(
    <MetricCard
      label="judge"
      detail={{ ...detail, missing: 4, total: 54 }}
      aggregation="average"
      isLive
      selectedRange={undefined}
      onSelectRange={nothing}
    />,
  );
  expect(screen.getByText("average · 46 of 54; 3 errors, 1 n/a, 4 to come")).toBeTruthy();
});

test("does not show a number where nothing was counted", () => {
  const empty = { ...detail, aggregate: null, values: [], counted: 0, missing: 46 };
  render(
    <MetricCard
      label="judge"
      detail={empty}
      aggregation="average"
      isLive={false}
      selectedRange={undefined}
      onSelectRange={nothing}
    />,
  );
  expect(screen.getByText("no value")).toBeTruthy();
});

test("gives the range of the bar that is clicked", () => {
  const ranges: unknown[] = [];
  render(
    <MetricCard
      label="judge"
      detail={detail}
      aggregation="average"
      isLive={false}
      selectedRange={undefined}
      onSelectRange={(range) => ranges.push(range)}
    />,
  );
  fireEvent.click(screen.getByRole("button", { name: "0.5: 1 case" }));
  expect(ranges).toEqual(["0.5..0.5"]);
});
