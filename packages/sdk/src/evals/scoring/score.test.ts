import { describe, expect, it } from "vitest";

import { exactMatch } from "../evaluators/exact-match.js";
import { errorScore, outcomeOfScores, toScores, toScoreState } from "./score.js";

describe("toScoreState", () => {
  it.each<[unknown, object]>([
    [1, { state: "scored", value: 1 }],
    [false, { state: "scored", value: false }],
    ["good", { state: "scored", value: "good" }],
    ["", { state: "scored", value: "" }],
    [
      { score: 0.5, explanation: "half" },
      { state: "scored", value: 0.5, explanation: "half" },
    ],
    [{ score: 0.5 }, { state: "scored", value: 0.5 }],
    [
      { score: 0.5, reason: "as Mastra has it" },
      { state: "scored", value: 0.5, explanation: "as Mastra has it" },
    ],
    [
      { key: "tone", score: 0.5, comment: "as LangSmith has it" },
      { state: "scored", value: 0.5, explanation: "as LangSmith has it" },
    ],
    [
      { name: "tone", score: 0.5, metadata: { rationale: "as autoevals has it" } },
      { state: "scored", value: 0.5, explanation: "as autoevals has it" },
    ],
    [
      { name: "tone", value: 0.5, comment: "as Langfuse has it" },
      { state: "scored", value: 0.5, explanation: "as Langfuse has it" },
    ],
    [
      { name: "tone", value: null },
      { state: "not-scorable", reason: expect.any(String) },
    ],
    [
      { reason: "other", score: null, explanation: "ours" },
      { state: "not-scorable", reason: "ours" },
    ],
    [null, { state: "not-scorable", reason: "the evaluator returned nothing" }],
    [undefined, { state: "not-scorable", reason: "the evaluator returned nothing" }],
    [
      { score: null, explanation: "no answer" },
      { state: "not-scorable", reason: "no answer" },
    ],
    [Number.NaN, { state: "error", message: expect.stringContaining("`NaN` (number)") }],
    [Infinity, { state: "error", message: expect.stringContaining("`Infinity` (number)") }],
    [{ accuracy: 1 }, { state: "error", message: expect.stringContaining("an object") }],
    [[1], { state: "error", message: expect.stringContaining("an array of 1") }],
    [1n, { state: "error", message: expect.stringContaining("bigint") }],
    [
      { score: Number.NaN, explanation: "x" },
      { state: "error", message: expect.any(String) },
    ],
  ])("of %o", (returned, state) => {
    expect(toScoreState(returned)).toEqual(state);
  });
});

it("gives no value where a group makes the same name twice", () => {
  expect(toScores("tone", { "a.b": 1, a: { b: 2, c: 3 } })).toEqual({
    "tone.a.b": { state: "error", message: expect.stringContaining('"tone.a.b", got two') },
    "tone.a.c": { state: "scored", value: 3 },
  });
});

it("is one where it has a name, and a group where other values stand beside it", () => {
  const given = { name: "tone", value: 0.5, comment: "mild" };
  expect(toScores("tone", given)).toEqual({
    tone: { state: "scored", value: 0.5, explanation: "mild" },
  });
  expect(Object.keys(toScores("tone", { ...given, length: 2 }))).toEqual([
    "tone.name",
    "tone.value",
    "tone.comment",
    "tone.length",
  ]);
  expect(Object.keys(toScores("tone", { value: 1, comment: "mild" }))).toEqual([
    "tone.value",
    "tone.comment",
  ]);
});

it("of a built-in that was listed without being called says so", () => {
  expect(toScores("exactMatch", exactMatch())).toEqual({
    exactMatch: {
      state: "error",
      message: expect.stringContaining("got an evaluator. Call what makes it where it is listed"),
    },
  });
});

it.each<[unknown, string]>([
  [new TypeError("no"), "TypeError: no"],
  ["text", "string: text"],
  [undefined, "undefined: undefined"],
])("errorScore says what was thrown: %s", (thrown, message) => {
  expect(errorScore(thrown)).toEqual({ state: "error", message });
});

describe("outcomeOfScores", () => {
  const no = toScoreState(false);
  const yes = toScoreState(true);
  it.each([
    [[], "passed"],
    [[yes, toScoreState(0), toScoreState(null)], "passed"],
    [[yes, no], "failed"],
    [[no, errorScore("x")], "failed"],
    [[yes, errorScore("x")], "errored"],
  ])("of %j is %s", (scores, outcome) => {
    expect(outcomeOfScores(Object.fromEntries(scores.entries()))).toBe(outcome);
  });
});

describe("toScores", () => {
  it("takes an object of scores apart, however deep", () => {
    const returned = { accuracy: 1, style: { brief: false, tone: { score: 0.5 } }, other: null };
    expect(Object.keys(toScores("judge", returned))).toEqual([
      "judge.accuracy",
      "judge.style.brief",
      "judge.style.tone",
      "judge.other",
    ]);
    expect(toScores("judge", returned)["judge.style.tone"]).toEqual({
      state: "scored",
      value: 0.5,
    });
  });

  it("keeps what is no object of scores as one", () => {
    for (const returned of [1, null, { score: 1 }, {}, [1], new Date(0)]) {
      expect(Object.keys(toScores("judge", returned))).toEqual(["judge"]);
    }
  });
});
