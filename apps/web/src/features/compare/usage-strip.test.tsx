// @vitest-environment happy-dom
import type { MetricComparison, RunComparison } from "@honeyhive/contract";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { makeComparison } from "../../testing/make-result.js";
import { UsageStrip } from "./usage-strip.js";

afterEach(cleanup);

function renderStrip(usage: readonly MetricComparison[] | undefined): void {
  // What the strip does not read is left out.
  render(<UsageStrip comparison={{ usage } as unknown as RunComparison} />);
}

test("says what a case took in both runs, each in its unit, and what that rests on", () => {
  renderStrip([
    makeComparison({
      metric_name: "duration_ms",
      old_aggregate: 48,
      new_aggregate: 151,
      percentage_change: 214.6,
      difference_interval: { low: 90, high: 120 },
      verdict: "worse",
      found_count: 57,
      improved_count: 3,
      degraded_count: 54,
      adjusted_p_value: 0.00001,
    }),
    makeComparison({
      metric_name: "cost_usd",
      old_aggregate: 0.00021,
      new_aggregate: 0.0002,
      percentage_change: -4.76,
      difference_interval: null,
      verdict: "cannot-tell",
      adjusted_p_value: null,
    }),
    makeComparison({
      metric_name: "total_tokens",
      old_aggregate: 1000,
      new_aggregate: 780,
      percentage_change: -22,
      verdict: "better",
    }),
  ]);
  const strip = screen.getByRole("region", { name: "What a case took" });
  expect(strip.textContent).toBe(
    "A case tookduration48 ms→became151 ms3.15 times as much" +
      "cost$0.00021→became$0.0002−4.8 %, can’t tell" +
      "tokens1,000→became78022 % less",
  );
  expect(screen.getByTitle(/^95 % interval \+90 ms to \+120 ms/).title).toMatch(
    /means over 57 paired cases: 3 took less, 54 more · p\s<\s0\.001$/,
  );
});

test("is not there where the server does not say it", () => {
  renderStrip(undefined);
  expect(screen.queryByRole("region")).toBeNull();
});
