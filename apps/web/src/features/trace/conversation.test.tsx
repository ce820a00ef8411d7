// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { Conversation } from "./conversation.js";
import type { MessagePart } from "./model/message-parts.js";

afterEach(cleanup);

function renderParts(...parts: readonly MessagePart[]): HTMLElement {
  const message = { role: "user", name: undefined, finishReason: undefined } as const;
  return render(<Conversation eventId="e" messages={[{ ...message, parts, direction: "input" }]} />)
    .container;
}

test("never loads an image from elsewhere", () => {
  const container = renderParts({ kind: "image", url: "https://tracker.example/pixel.png" });
  expect(container.querySelector("img")).toBeNull();
  expect(screen.getByText(/tracker\.example/)).toBeTruthy();
});

test("shows an embedded image", () => {
  const container = renderParts({ kind: "image", url: "data:image/png;base64,AAAA" });
  expect(container.querySelector("img")).not.toBeNull();
});

test("shows markup in a message as the text it is", () => {
  const container = renderParts({ kind: "text", text: "<img src=x onerror=alert(1)>" });
  expect(container.querySelector("img")).toBeNull();
});

test("says so when a message has no content", () => {
  renderParts();
  expect(screen.getByText("no content")).toBeTruthy();
});
