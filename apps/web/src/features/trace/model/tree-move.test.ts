import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace } from "./index-trace.js";
import { treeMove } from "./tree-move.js";
import { visibleRows } from "./visible-rows.js";

const { nodes } = indexTrace(
  makeNode("session", [
    makeNode("a", [makeNode("b", [], { error: "boom" })]),
    makeNode("c", [], { error: "boom" }),
  ]),
);

/** What a key does, in words: the span it selects or toggles. */
function press(key: string, at: string, collapsed: readonly string[] = []): string | undefined {
  const folded = new Set(collapsed);
  const rows = visibleRows(nodes, folded, undefined);
  const active = rows.findIndex((row) => row.key === at);
  const move = treeMove(key, { nodes, rows, active, collapsed: folded });
  return move && (move.kind === "enter" ? "enter" : `${move.kind} ${move.node.key}`);
}

test("moves down and up over the rows that are shown", () => {
  expect(press("j", "a")).toBe("select b");
  expect(press("ArrowDown", "a", ["a"])).toBe("select c");
  expect(press("k", "c", ["a"])).toBe("select a");
  expect(press("End", "session")).toBe("select c");
});

test("expands to the right, then goes to the first child", () => {
  expect(press("ArrowRight", "a", ["a"])).toBe("toggle a");
  expect(press("ArrowRight", "a")).toBe("select b");
  expect(press("ArrowRight", "b")).toBeUndefined();
});

test("collapses to the left, then goes to the parent", () => {
  expect(press("ArrowLeft", "a")).toBe("toggle a");
  expect(press("ArrowLeft", "a", ["a"])).toBe("select session");
  expect(press("ArrowLeft", "b")).toBe("select a");
});

test("goes from failure to failure with e and starts over at the end", () => {
  expect(press("e", "session")).toBe("select b");
  expect(press("e", "b")).toBe("select c");
  expect(press("e", "c")).toBe("select b");
});

test("enters the detail with Enter and leaves other keys alone", () => {
  expect(press("Enter", "a")).toBe("enter");
  expect(press("q", "a")).toBeUndefined();
});
