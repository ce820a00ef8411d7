import { eventIdOfSpan, type Event, type EventNode } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { mapped } from "../testing/mapped-span.js";
import { autoSession } from "./auto-session.js";
import { buildSessionTree } from "./session-tree.js";

function event(id: string, parent: string, startMs = 0): Event {
  return {
    ...mapped({}),
    event_id: id,
    session_id: "root",
    parent_id: parent,
    start_time: startMs,
  };
}

const root: Event = { ...autoSession(event("x", "root"), undefined), event_id: "root" };

function draw(node: EventNode): string {
  const children = node.children.map(draw).join(" ");
  return children === "" ? node.event_id : `${node.event_id}(${children})`;
}

test("keeps every event of a ring, below the root", () => {
  const ring = [event("a", "c", 1), event("b", "a", 2), event("c", "b", 3), event("d", "c", 4)];
  const tree = buildSessionTree(root, ring);
  expect(tree.metadata["num_events"]).toBe(4);
  expect(
    draw(tree)
      .match(/[abcd]/g)
      ?.toSorted(),
  ).toEqual(["a", "b", "c", "d"]);
});

test("puts an event that is its own parent below the root", () => {
  expect(draw(buildSessionTree(root, [event("a", "a")]))).toBe("root(a)");
});

test("finds a parent by the id that its span would have had", () => {
  const metadata = { trace_id: "0".repeat(31) + "1", span_id: "00000000000000a1" };
  const parent = { ...event("chosen", "root"), metadata };
  const child = event("child", eventIdOfSpan(metadata.trace_id, metadata.span_id));
  const tree = buildSessionTree(root, [child, parent]);
  expect(draw(tree)).toBe("root(chosen(child))");
  expect(tree.children[0]?.children[0]?.parent_id).toBe("chosen");
});

test("does not take a span of another trace for the parent", () => {
  const ofTrace = (id: string, digit: string): Event => ({
    ...event(id, "root"),
    metadata: { trace_id: digit.repeat(32), span_id: "00000000000000a1" },
  });
  const child = {
    ...event("child", "unknown"),
    metadata: { trace_id: "2".repeat(32), parent_span_id: "00000000000000a1" },
  };
  const tree = buildSessionTree(root, [ofTrace("one", "1"), ofTrace("two", "2"), child]);
  expect(draw(tree)).toBe("root(one two(child))");
});

test("finds a parent by its span where no trace is named", () => {
  const parent = { ...event("chosen", "root"), metadata: { span_id: "s1" } };
  const child = { ...event("child", "derived"), metadata: { parent_span_id: "s1" } };
  expect(draw(buildSessionTree(root, [child, parent]))).toBe("root(chosen(child))");
});

test("builds a session of 10,000 events, one below the other", () => {
  const chain = Array.from({ length: 10_000 }, (_, n) =>
    event(`e${n}`, n === 0 ? "root" : `e${n - 1}`, n),
  );
  let depth = 0;
  let node: EventNode | undefined = buildSessionTree(root, chain);
  for (; node !== undefined; [node] = node.children) depth += 1;
  expect(depth).toBe(10_001);
});
