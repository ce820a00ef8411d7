// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { makeComparison } from "../../testing/make-result.js";
import { VerdictCard } from "./verdict-card.js";

afterEach(cleanup);

test("says how many cases it would take when it cannot tell", () => {
  const metric = makeComparison({
    verdict: "cannot-tell",
    adjusted_p_value: 0.25,
    needed_count: 1_204,
    difference_interval: { low: -0.05, high: 0.31 },
  });
  render(
    <VerdictCard label="score" metric={metric} selected={undefined} onSelect={() => undefined} />,
  );
  expect(screen.getByText("? can’t tell")).toBeTruthy();
  expect(
    screen.getByText(
      "95 % interval −0.05 to +0.31 · over 4 paired cases · p = 0.25 · needs about 1,200 more to tell",
    ),
  ).toBeTruthy();
});

test("filters by a change with one click and clears it with another", () => {
  const chosen: unknown[] = [];
  const metric = makeComparison();
  const card = (selected: "improved" | undefined) => (
    <VerdictCard
      label="score"
      metric={metric}
      selected={selected}
      onSelect={(change) => chosen.push(change)}
    />
  );
  const { rerender } = render(card(undefined));
  fireEvent.click(screen.getByRole("button", { name: /improved/ }));
  rerender(card("improved"));
  fireEvent.click(screen.getByRole("button", { name: /improved/ }));
  expect(chosen).toEqual(["improved", undefined]);
});

test("says which run has a metric that the other has not", () => {
  const metric = makeComparison({ presence: "new", old_aggregate: null, difference: null });
  render(
    <VerdictCard label="score" metric={metric} selected={undefined} onSelect={() => undefined} />,
  );
  expect(screen.getByText("only the new run has it")).toBeTruthy();
});

test("says of a metric of labels how often each was given, and has no verdict on it", () => {
  const chosen: unknown[] = [];
  const shifts = {
    labels: [
      { label: "formal", old: 12, new: 9 },
      { label: "rude", old: 1, new: 4 },
    ],
    pairedCount: 13,
    relabelledCount: 3,
  };
  const metric = makeComparison({ found_count: 0, old_aggregate: null, new_aggregate: null });
  render(
    <VerdictCard
      label="tone"
      metric={metric}
      shifts={shifts}
      selected={undefined}
      onSelect={(change) => chosen.push(change)}
    />,
  );
  expect(screen.getByText("formal").parentElement?.textContent).toBe("formal12→9−3");
  expect(screen.queryByText("? can’t tell")).toBeNull();
  expect(screen.queryByText("no paired values")).toBeNull();
  expect(screen.getByText("over 13 pairs with a label in both")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: /other label\s*3/ }));
  expect(chosen).toEqual(["other label"]);
});
