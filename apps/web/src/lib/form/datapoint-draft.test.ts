import { expect, test } from "vitest";

import { makeEvent } from "../../testing/make-event.js";
import { draftOfDatapoint, draftOfEvent, parseDraft } from "./datapoint-draft.js";

test("proposes the outputs as ground truth, or the one that the span names", () => {
  const event = makeEvent({ inputs: { q: "1+1" }, outputs: { a: 3 } });
  expect(parseDraft(draftOfEvent(event))).toEqual({
    inputs: { q: "1+1" },
    ground_truth: { a: 3 },
    metadata: {},
  });
  const corrected = makeEvent({ outputs: { a: 3 }, feedback: { ground_truth: "2" } });
  expect(parseDraft(draftOfEvent(corrected)).ground_truth).toEqual({ value: "2" });
});

test("takes an empty field as none", () => {
  expect(parseDraft({ inputs: "", groundTruth: " ", metadata: "" })).toEqual({
    inputs: {},
    ground_truth: null,
    metadata: {},
  });
});

test("says which field is not a JSON object", () => {
  expect(() => parseDraft({ inputs: "{", groundTruth: "", metadata: "" })).toThrow(/^Inputs: /);
  expect(() => parseDraft({ inputs: "{}", groundTruth: "[1]", metadata: "" })).toThrow(
    /^Ground truth: expected a JSON object/,
  );
  expect(() => parseDraft({ inputs: "{}", groundTruth: "", metadata: '"de"' })).toThrow(
    /^Metadata: expected a JSON object/,
  );
});

test("edits a datapoint without a ground truth as one, and leaves it without", () => {
  const draft = draftOfDatapoint({ inputs: { a: 1 }, ground_truth: null, metadata: null });
  expect(draft.groundTruth).toBe("");
  expect(parseDraft(draft)).toEqual({ inputs: { a: 1 }, ground_truth: null, metadata: {} });
});

test("edits the metadata that people gave, and keeps what datasets have put beside it", () => {
  const datapoint = {
    inputs: {},
    ground_truth: { ground_truth: "x" },
    metadata: { row_id: "one", ground_truth_is_value: true, lang: "de" },
  };
  const draft = draftOfDatapoint(datapoint);
  expect(JSON.parse(draft.metadata)).toEqual({ lang: "de" });
  expect(parseDraft({ ...draft, metadata: '{ "lang": "fr" }' }, datapoint).metadata).toEqual({
    ...datapoint.metadata,
    lang: "fr",
  });
});
