import type { JsonObject } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { makeNode } from "../../../testing/make-event.js";
import { indexTrace } from "./index-trace.js";
import { scoreLines } from "./score-lines.js";
import { scoredEvents } from "./scored-events.js";

test("puts an explanation beside its score", () => {
  expect(
    scoreLines({ metrics: { judge: 0.5, judge_explanation: "half right" }, metadata: {} }),
  ).toEqual([{ name: "judge", explanation: "half right", state: "scored", value: 0.5 }]);
});

test("says whether a score passes, where its metric has a threshold for such a value", () => {
  const metrics = { judge: 0.5, tone: "calm", speed: "fast", other: 1 };
  const thresholds = new Map([
    ["judge", { min: 0.6 }],
    ["tone", { passing_categories: ["calm"] }],
    ["speed", { max: 2 }],
  ]);
  const lines = scoreLines({ metrics, metadata: {} }, thresholds);
  expect(lines.map((line) => line.state === "scored" && line.passed)).toEqual([
    false,
    true,
    undefined,
    undefined,
  ]);
});

test("says that what is false has failed in a run, as its results do", () => {
  const passed = (metadata: JsonObject): unknown[] =>
    scoreLines({ metrics: { exact: false, other: true, length: 0 }, metadata }).map(
      (line) => line.state === "scored" && line.passed,
    );
  expect(passed({ run_id: "r" })).toEqual([false, undefined, undefined]);
  expect(passed({})).toEqual([undefined, undefined, undefined]);
});

test("keeps a metric that is only named like an explanation", () => {
  expect(scoreLines({ metrics: { best_explanation: 1 }, metadata: {} })).toHaveLength(1);
});

test("shows a metric that has the name of another's explanation", () => {
  const metrics = { judge: 0.5, judge_explanation: 1, tone: 0, tone_explanation: "dull" };
  const score_states = { tone: { state: "scored", value: 0, explanation: "rude" } };
  expect(
    scoreLines({ metrics, metadata: { score_states } }).map(({ name, explanation }) => [
      name,
      explanation,
    ]),
  ).toEqual([
    ["judge", undefined],
    ["judge_explanation", undefined],
    ["tone", "rude"],
    ["tone_explanation", undefined],
  ]);
});

test("leaves out an answer that was taken back, and keeps a null that is explained", () => {
  const metrics = { helpful: null, judge: null, judge_explanation: "no verdict" };
  expect(scoreLines({ metrics, metadata: {} }).map(({ name }) => name)).toEqual(["judge"]);
});

test("lists what could not be scored, and why", () => {
  const score_states = {
    judge: { state: "error", message: "TypeError: no tongue" },
    length: { state: "not-scorable", reason: "no text" },
  };
  expect(scoreLines({ metrics: {}, metadata: { score_states } })).toEqual([
    { name: "judge", explanation: "TypeError: no tongue", state: "error" },
    { name: "length", explanation: "no text", state: "not-scorable" },
  ]);
});

test("shows on a session the scores of the case that it is", () => {
  const scored = makeNode("case", [], {
    metadata: { outcome: "passed" },
    metrics: { exact: true },
  });
  const trace = indexTrace(makeNode("session", [scored, makeNode("step")]));
  const idsOf = (place: number): readonly string[] => {
    const node = trace.nodes[place];
    return node === undefined ? [] : scoredEvents(node, trace).map(({ event_id }) => event_id);
  };
  expect([idsOf(0), idsOf(1), idsOf(2)]).toEqual([["session", "case"], ["case"], ["step"]]);
});
