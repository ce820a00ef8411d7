import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace } from "./index-trace.js";
import { searchHits, visibleRows } from "./visible-rows.js";

const { nodes } = indexTrace(
  makeNode("session", [
    makeNode("plan", [makeNode("search"), makeNode("answer", [], { error: "Rate limited" })]),
    makeNode("store"),
  ]),
);

const keysOf = (collapsed: readonly string[], query = ""): readonly string[] =>
  visibleRows(nodes, new Set(collapsed), searchHits(nodes, query)).map(({ key }) => key);

test("shows every span while nothing is collapsed", () => {
  expect(keysOf([])).toEqual(["session", "plan", "search", "answer", "store"]);
});

test("hides what lies below a collapsed span, but not the span", () => {
  expect(keysOf(["plan"])).toEqual(["session", "plan", "store"]);
  expect(keysOf(["session"])).toEqual(["session"]);
});

test("shows the hits of a search below their ancestors, even if these are collapsed", () => {
  expect(keysOf(["plan"], "SEARCH")).toEqual(["session", "plan", "search"]);
});

test("tells what a search finds from what leads there", () => {
  expect([...(searchHits(nodes, "SEARCH") ?? [])]).toEqual(["search"]);
  expect(searchHits(nodes, " ")).toBeUndefined();
});

test("finds spans by their error", () => {
  expect(keysOf([], "rate limit")).toEqual(["session", "plan", "answer"]);
});

test("shows nothing when nothing matches", () => {
  expect(keysOf([], "no such span")).toEqual([]);
});

test("finds spans by what they took and gave, too", () => {
  const { nodes: found } = indexTrace(
    makeNode("session", [
      makeNode("a", [], { inputs: { question: "Which  Plan?" } }),
      makeNode("b", [], { outputs: { hits: [{ title: "Refunds" }] } }),
    ]),
  );
  const keys = (query: string) =>
    visibleRows(found, new Set(), searchHits(found, query)).map(({ key }) => key);
  expect(keys("which plan")).toEqual(["session", "a"]);
  expect(keys("refunds")).toEqual(["session", "b"]);
});
