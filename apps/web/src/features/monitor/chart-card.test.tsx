// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { ChartCard } from "./chart-card.js";
import type { ChartCardProps } from "./chart-props.js";
import { chartWindows } from "./model/chart-window.js";

afterEach(cleanup);

const gone = new Error("The server does not answer. Start it again, then try again.");

function renderCard(answer: Pick<ChartCardProps, "series" | "error" | "isOld">): void {
  render(
    <ChartCard
      {...answer}
      chart={{ title: "Errors", unit: "count", shape: "bars" }}
      window={chartWindows["24h"]}
      filters={[]}
      starts={[0, 3_600_000]}
      hiddenCount={0}
    />,
  );
}

test("stays when the server is gone, and says that it is not up to date", () => {
  renderCard({ series: [{ name: "", values: [2, 3] }], error: gone });
  expect(screen.getByText("5")).toBeTruthy();
  const alert = screen.getByRole("alert");
  expect([alert.textContent, alert.title]).toEqual(["not up to date", gone.message]);
});

test("says what went wrong where it never had an answer", () => {
  renderCard({ series: undefined, error: gone });
  expect(screen.getByRole("alert").textContent).toBe(gone.message);
});

test("says that it loads until it has an answer", () => {
  renderCard({ series: undefined });
  expect(screen.getByRole("status").textContent).toBe("Loading Errors…");
});

test("keeps the answer before while another is awaited, and says so", () => {
  renderCard({ series: [{ name: "", values: [2, 3] }], isOld: true });
  expect(screen.getByText("5")).toBeTruthy();
  expect(screen.getByRole("region").getAttribute("aria-busy")).toBe("true");
});
