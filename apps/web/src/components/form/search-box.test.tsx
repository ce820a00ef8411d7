// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { press } from "../../testing/press.js";
import { SearchBox } from "./search-box.js";

afterEach(cleanup);

function renderBox(value: string): { readonly box: HTMLInputElement; readonly sent: string[] } {
  const sent: string[] = [];
  render(<SearchBox label="Search" value={value} onChange={(text) => sent.push(text)} />);
  return { box: screen.getByLabelText("Search"), sent };
}

test("keeps what is typed while its owner has not caught up", () => {
  const { box, sent } = renderBox("");
  fireEvent.change(box, { target: { value: "bees" } });
  expect(box.value).toBe("bees");
  expect(sent).toEqual(["bees"]);
});

test("follows its owner again once it is left", () => {
  const { box } = renderBox("owned");
  fireEvent.change(box, { target: { value: "draft" } });
  fireEvent.blur(box);
  expect(box.value).toBe("owned");
});

test("clears with Esc", () => {
  const { box, sent } = renderBox("bees");
  press(box, "Escape");
  expect(sent).toEqual([""]);
});
