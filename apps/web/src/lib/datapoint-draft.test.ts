import { expect, test } from "vitest";

import { makeEvent } from "../testing/make-event.js";
import { draftOfDatapoint, draftOfEvent, parseDraft } from "./datapoint-draft.js";

test("proposes the outputs as ground truth, or the one that the span names", () => {
  const event = makeEvent({ inputs: { q: "1+1" }, outputs: { a: 3 } });
  expect(parseDraft(draftOfEvent(event))).toEqual({ inputs: { q: "1+1" }, ground_truth: { a: 3 } });
  const corrected = makeEvent({ outputs: { a: 3 }, feedback: { ground_truth: "2" } });
  expect(parseDraft(draftOfEvent(corrected)).ground_truth).toEqual({ value: "2" });
});

test("takes an empty field as none", () => {
  expect(parseDraft({ inputs: "", groundTruth: " " })).toEqual({ inputs: {}, ground_truth: null });
});

test("says which field is not a JSON object", () => {
  expect(() => parseDraft({ inputs: "{", groundTruth: "" })).toThrow(/^Inputs: /);
  expect(() => parseDraft({ inputs: "{}", groundTruth: "[1]" })).toThrow(
    /^Ground truth: expected a JSON object/,
  );
});

test("edits a datapoint without a ground truth as one, and leaves it without", () => {
  const draft = draftOfDatapoint({ inputs: { a: 1 }, ground_truth: null });
  expect(draft.groundTruth).toBe("");
  expect(parseDraft(draft)).toEqual({ inputs: { a: 1 }, ground_truth: null });
});
