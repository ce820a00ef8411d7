import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace } from "./index-trace.js";
import { nextCause, nextFailed } from "./next-failed.js";

const failed = { error: "boom" };
const { nodes } = indexTrace(
  makeNode("session", [
    makeNode("a", [makeNode("b", [], failed)], failed),
    makeNode("c"),
    makeNode("d", [], failed),
  ]),
);

test("goes from failed span to failed span, and starts over at the end", () => {
  expect([0, 1, 2, 4].map((place) => nextFailed(nodes, place)?.key)).toEqual(["a", "b", "d", "a"]);
});

test("goes to where failures began, not to what passed them on", () => {
  expect([-1, 2, 4].map((place) => nextCause(nodes, place)?.key)).toEqual(["b", "d", "b"]);
});

test("finds nothing where nothing failed", () => {
  expect(nextCause(indexTrace(makeNode("session", [makeNode("a")])).nodes, 0)).toBeUndefined();
});
