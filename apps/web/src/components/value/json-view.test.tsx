// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { JsonView } from "./json-view.js";

afterEach(cleanup);

test("folds and unfolds a part", () => {
  render(<JsonView value={{ outer: { inner: "bee" } }} />);
  expect(screen.getByText('"bee"')).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: /outer/ }));
  expect(screen.queryByText('"bee"')).toBeNull();
  expect(screen.getByText("1 item")).toBeTruthy();
});

test("cuts very long text until it is asked for", () => {
  render(<JsonView value={"x".repeat(10_000)} />);
  fireEvent.click(screen.getByRole("button", { name: /Show all/ }));
  expect(screen.queryByRole("button", { name: /Show all/ })).toBeNull();
});

test("draws a long list only in part", () => {
  const value = { many: Array.from({ length: 5_000 }, (_, index) => index) };
  const { container } = render(<JsonView value={value} />);
  fireEvent.click(screen.getByRole("button", { name: /many/ }));
  expect(screen.getByRole("button", { name: "Show more lines" })).toBeTruthy();
  expect(container.querySelectorAll("*").length).toBeLessThan(1_000);
});
