import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace, type Trace } from "./index-trace.js";
import { findStackTrace } from "./stack-trace.js";

const failed = (error: string, stack?: string) => ({
  error,
  metadata: {
    span_events: [
      { name: "retry", attributes: {} },
      {
        name: "exception",
        attributes: stack === undefined ? {} : { "exception.stacktrace": stack },
      },
    ],
  },
});

const stackOf = (trace: Trace, key: string): string | undefined => {
  const node = trace.nodes.find((candidate) => candidate.key === key);
  return node && findStackTrace(node, trace);
};

test("finds the stack trace of a span, and for a session that of the span which failed", () => {
  const trace = indexTrace(
    makeNode(
      "session",
      [
        makeNode("retried", [], failed("first", "first at a.ts")),
        makeNode("step", [makeNode("tool", [], failed("gone", "gone at b.ts"))], failed("gone")),
        makeNode("fine"),
      ],
      { error: "gone" },
    ),
  );
  expect(["session", "step", "tool", "retried", "fine"].map((key) => stackOf(trace, key))).toEqual([
    "gone at b.ts",
    "gone at b.ts",
    "gone at b.ts",
    "first at a.ts",
    undefined,
  ]);
});

test("has none of errors without one", () => {
  expect(stackOf(indexTrace(makeNode("session", [], failed("gone"))), "session")).toBeUndefined();
  expect(
    stackOf(indexTrace(makeNode("session", [], { error: "gone" })), "session"),
  ).toBeUndefined();
});
