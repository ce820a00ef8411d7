import { expect, test } from "vitest";

import type { EvaluatorAnswer } from "../evaluators/evaluator-runner.js";
import { mapped } from "../testing/mapped-span.js";
import { settleAnswers } from "./settle-answers.js";

const away: EvaluatorAnswer = { kind: "unavailable", reason: "503" };
const good: EvaluatorAnswer = {
  kind: "result",
  result: { success: true, loading: false, result: 1, explanation: null },
};
const [one, two] = ["one", "two"].map((event_id) => ({ ...mapped({}), event_id }));
const events = [one, two].filter((event) => event !== undefined);

test("events wait for an API that takes none, however often it is asked", () => {
  const attempts = new Map<string, number>();
  for (let n = 0; n < 10; n++) {
    expect(settleAnswers(events, [away, away], attempts)).toEqual({ scores: [], heldUp: "503" });
  }
});

test("an event that is refused three times while others are taken has failed", () => {
  const attempts = new Map<string, number>();
  for (let n = 0; n < 2; n++) {
    const { scores, heldUp } = settleAnswers(events, [away, good], attempts);
    expect([scores.map(({ event }) => event.event_id), heldUp]).toEqual([["two"], "503"]);
  }
  const { scores, heldUp } = settleAnswers(events, [away, good], attempts);
  expect(heldUp).toBeUndefined();
  expect(scores[0]?.result).toMatchObject({ success: false, explanation: "503" });
  expect(attempts.size).toBe(0);
});
