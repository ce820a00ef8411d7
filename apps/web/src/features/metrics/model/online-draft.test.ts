import type { Metric } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { readOnlineDraft, toOnlineDraft } from "./online-draft.js";

const ofCountry = { field: "metadata.country", operator: "is", value: "NO" } as const;
const ofModels = { field: "event_type", operator: "is", value: "model" } as const;
const notSession = { field: "event_type", operator: "is not", value: "session" } as const;

/** Of a metric, what the form is about. */
function metric(...filterArray: Metric["filters"]["filterArray"]): Metric {
  return { filters: { filterArray } } as Metric;
}

test("what the form has no field for stays as it is", () => {
  expect(toOnlineDraft(metric(notSession, ofModels, ofCountry))).toEqual({
    kind: "model",
    eventName: "",
    others: [notSession, ofCountry],
  });
  const form: Record<string, string> = {
    isOn: "on",
    kind: "session",
    eventName: " talk ",
    share: "25",
  };
  const update = readOnlineDraft((field) => form[field] ?? "", metric(ofModels, ofCountry));
  expect(update).toEqual({
    enabled_in_prod: true,
    needs_ground_truth: false,
    sampling_percentage: 25,
    filters: {
      filterArray: [
        { field: "event_type", operator: "is", value: "session", type: "string" },
        { field: "event_name", operator: "is", value: "talk", type: "string" },
        ofCountry,
      ],
    },
  });
});

test("spans of all types are no filter", () => {
  expect(toOnlineDraft(metric())).toEqual({ kind: "any", eventName: "", others: [] });
  const update = readOnlineDraft((field) => (field === "share" ? "100" : ""), metric(ofModels));
  expect(update).toMatchObject({ enabled_in_prod: false, filters: { filterArray: [] } });
});
