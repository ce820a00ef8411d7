import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace } from "./index-trace.js";
import { saidBelow } from "./said-below.js";

function idsBelow(session: object, place = 0): readonly string[] {
  const inner = makeNode("inner", [], { end_time: 9_000 });
  const spans = [
    makeNode("first", [inner], { end_time: 2_000 }),
    makeNode("second", [], { end_time: 5_000 }),
    makeNode("third", [], { end_time: 4_000 }),
  ];
  const trace = indexTrace(makeNode("session", spans, session));
  const node = trace.nodes[place];
  const said = node && saidBelow(node, trace);
  return said === undefined ? [] : [said.first.event_id, said.last.event_id];
}

test("of a session that says nothing the first root span and the one that ended last tell", () => {
  expect(idsBelow({})).toEqual(["first", "second"]);
});

test("a session that says something, and a span, tell of themselves", () => {
  expect(idsBelow({ inputs: { a: 1 } })).toEqual([]);
  expect(idsBelow({ outputs: { a: 1 } })).toEqual([]);
  expect(idsBelow({}, 1)).toEqual([]);
  const empty = indexTrace(makeNode("session"));
  expect(empty.nodes[0] && saidBelow(empty.nodes[0], empty)).toBeUndefined();
});
