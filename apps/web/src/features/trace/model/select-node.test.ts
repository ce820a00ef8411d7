import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace } from "./index-trace.js";
import { selectNode } from "./select-node.js";

function selected(session: object, key?: string): string | undefined {
  const root = makeNode("session", [makeNode("first"), makeNode("second")], session);
  return selectNode(indexTrace(root), key)?.key;
}

test("the span that is asked for is selected", () => {
  expect(selected({}, "second")).toBe("second");
});

test("of a session that says nothing the first span is selected", () => {
  expect(selected({})).toBe("first");
  expect(selectNode(indexTrace(makeNode("session")), undefined)?.key).toBe("session");
});

test("a session that says something is", () => {
  for (const said of [{ inputs: { a: 1 } }, { error: "failed" }, { metrics: { good: true } }]) {
    expect(selected(said)).toBe("session");
  }
  expect(selected({ outputs: { a: 1 } }, "gone")).toBe("session");
});
