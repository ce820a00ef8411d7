import type { EventNode } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace, type Trace } from "./index-trace.js";
import { selectNode } from "./select-node.js";

const draw = (trace: Trace): string =>
  trace.nodes.map(({ key, depth }) => `${"  ".repeat(depth)}${key}`).join("\n");

test("lists a session from the top, descendants after their ancestor", () => {
  const root = makeNode("session", [makeNode("a", [makeNode("b"), makeNode("c")]), makeNode("d")]);
  expect(draw(indexTrace(root))).toBe("session\n  a\n    b\n    c\n  d");
});

test("tells where each subtree ends and where a span stands among its siblings", () => {
  const root = makeNode("session", [makeNode("a", [makeNode("b")]), makeNode("c")]);
  const { nodes } = indexTrace(root);
  expect(nodes.map(({ end }) => end)).toEqual([4, 3, 3, 4]);
  expect(nodes.map(({ position, siblings }) => `${position}/${siblings}`)).toEqual([
    "1/1",
    "1/2",
    "1/1",
    "2/2",
  ]);
});

test("gives spans that share an id keys of their own", () => {
  const root = makeNode("session", [makeNode("a"), makeNode("a"), makeNode("a")]);
  expect(indexTrace(root).nodes.map(({ key }) => key)).toEqual(["session", "a", "a~2", "a~3"]);
});

test("marks a span whose parent is not in the trace", () => {
  const orphan = { ...makeNode("lost"), parent_id: "never-sent" };
  const root: EventNode = { ...makeNode("session"), children: [makeNode("a"), orphan] };
  expect(indexTrace(root).nodes.map(({ isOrphan }) => isOrphan)).toEqual([false, false, true]);
});

test("carries a failure up to every ancestor", () => {
  const failed = makeNode("b", [], { error: "boom" });
  const trace = indexTrace(makeNode("session", [makeNode("a", [failed]), makeNode("c")]));
  expect(trace.errorCount).toBe(1);
  expect(trace.nodes.filter(({ hasErrorInside }) => hasErrorInside).map(({ key }) => key)).toEqual([
    "session",
    "a",
  ]);
});

test("spans the time from the first start to the last end, whichever span has it", () => {
  const late = makeNode("a", [], { start_time: 900, end_time: 5_000 });
  const running = makeNode("b", [], { start_time: 6_000, end_time: 0 });
  expect(indexTrace(makeNode("session", [late, running]))).toMatchObject({
    startMs: 900,
    endMs: 6_000,
  });
});

test("takes ten thousand spans, a thousand deep", () => {
  let chain = makeNode("deepest");
  for (let depth = 0; depth < 998; depth++) {
    chain = { ...makeNode(`level-${depth}`), children: [chain] };
  }
  const wide = Array.from({ length: 9_000 }, (_, index) => makeNode(`wide-${index}`));
  const { nodes } = indexTrace({ ...makeNode("session"), children: [chain, ...wide] });
  expect(nodes).toHaveLength(10_000);
  expect(Math.max(...nodes.map(({ depth }) => depth))).toBe(999);
  expect(nodes[1]?.end).toBe(1_000);
});

test("selects any of the spans that share an id", () => {
  const trace = indexTrace(makeNode("session", [makeNode("a"), makeNode("a")]));
  expect(selectNode(trace, "a~2")).toBe(trace.nodes[2]);
});
