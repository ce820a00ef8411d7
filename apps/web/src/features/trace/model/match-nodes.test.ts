import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace } from "./index-trace.js";
import { matchNodes } from "./match-nodes.js";

const named = (id: string, name: string, children: Parameters<typeof makeNode>[1] = []) =>
  makeNode(id, children, { event_name: name });

test("finds the span of the same names from the top, repeats in their order", () => {
  const old = indexTrace(
    named("o", "baseline", [
      named("o1", "plan"),
      named("o2", "search", [named("o3", "model")]),
      named("o4", "search"),
    ]),
  );
  const current = indexTrace(
    named("n", "candidate", [
      named("n1", "search", [named("n2", "cache"), named("n3", "model")]),
      named("n4", "search"),
      named("n5", "search"),
      named("n6", "model"),
    ]),
  );
  const matches = [...matchNodes(current, old)].map(([key, node]) => `${key} ${node.key}`);
  expect(matches).toEqual(["n o", "n1 o2", "n3 o3", "n4 o4"]);
});
