import type { MetricContent } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { categoriesText, partsText, readMetricDraft } from "./metric-draft.js";

const read =
  (form: Readonly<Record<string, string>>) =>
  (field: string): string =>
    form[field] ?? "";

test("reads a definition from the form, without what its type has no use for", () => {
  const form = { name: " short ", type: "JAVASCRIPT", criteria: "() => 1", returnType: "float" };
  expect(readMetricDraft(read({ ...form, scale: "5", model: "gpt-5" }), undefined)).toEqual({
    name: "short",
    type: "JAVASCRIPT",
    description: "",
    criteria: "() => 1",
    return_type: "float",
    scale: 5,
    threshold: null,
    categories: null,
    model_provider: null,
    model_name: null,
  });
});

const content = {
  name: "tone",
  type: "LLM",
  criteria: "?",
  description: null,
  return_type: "boolean",
  enabled_in_prod: true,
  needs_ground_truth: true,
  sampling_percentage: 40,
  model_provider: "openai",
  model_name: "gpt-5",
  scale: null,
  threshold: { min: 0.5 },
  categories: null,
  child_metrics: null,
  filters: { filterArray: [] },
} as const;

test("keeps what the form has no field for", () => {
  const before: MetricContent = content;
  const form = { name: "tone", type: "LLM", criteria: "Polite?", returnType: "boolean" };
  expect(readMetricDraft(read({ ...form, provider: "openai", model: "gpt-5" }), before)).toEqual({
    ...before,
    criteria: "Polite?",
    description: "",
  });
});

test("an older version that is saved again leaves what comes in to the settings of today", () => {
  const form = { name: "tone", type: "LLM", criteria: "Polite?", returnType: "boolean" };
  const today: MetricContent = { ...content, criteria: "?!", sampling_percentage: 5 };
  const older: MetricContent = { ...content, enabled_in_prod: false };
  expect(readMetricDraft(read(form), older, today)).toMatchObject({
    criteria: "Polite?",
    enabled_in_prod: true,
    sampling_percentage: 5,
  });
});

test("reads the parts of a composite, and keeps what is known of them", () => {
  const form = { type: "COMPOSITE", criteria: "weighted sum", returnType: "float" };
  const text = "exact = 2\ntone\n";
  const first = readMetricDraft(read({ ...form, parts: text }), undefined);
  const parts = [
    { name: "exact", weight: 2 },
    { name: "tone", weight: 1 },
  ];
  expect(first.child_metrics).toEqual(parts);
  expect(partsText(parts)).toBe("exact = 2\ntone = 1");
  const known = { ...first, child_metrics: [{ id: "7", name: "exact", weight: 1 }] };
  const second = readMetricDraft(read({ ...form, parts: text }), known as MetricContent);
  expect(second.child_metrics).toEqual([{ id: "7", name: "exact", weight: 2 }, parts[1]]);
  const none = (): unknown => readMetricDraft(read(form), undefined);
  expect(none).toThrow("at least one metric as a part");
});

test("reads categories with and without a score, and says which line is none", () => {
  const form = { type: "HUMAN", returnType: "categorical" };
  const text = "good = 1\n\nso-so=0.5\nno idea";
  const draft = readMetricDraft(read({ ...form, categories: text }), undefined);
  expect(draft.categories).toEqual([
    { category: "good", score: 1 },
    { category: "so-so", score: 0.5 },
    { category: "no idea", score: null },
  ]);
  expect(categoriesText(draft.categories)).toBe("good = 1\nso-so = 0.5\nno idea");
  const bad =
    (categories: string): unknown =>
    () =>
      readMetricDraft(read({ ...form, categories }), undefined);
  expect(bad("good = much")).toThrow("got `good = much`");
  expect(bad("good =")).toThrow("got `good =`");
  expect(bad("= 1")).toThrow("got `= 1`");
  expect(bad("")).toThrow("at least one category");
});

const ofNumbers = { type: "JAVASCRIPT", returnType: "float" };
const ofAnswers = { type: "JAVASCRIPT", returnType: "boolean" };
const ofKinds = { type: "LLM", returnType: "categorical", categories: "good = 1\nfair\nbad" };

test.each([
  ["bounds of a number", { ...ofNumbers, least: "0.5", most: "0.9" }, { min: 0.5, max: 0.9 }],
  ["the least alone", { ...ofNumbers, least: "-1", most: " " }, { min: -1 }],
  ["no bounds", { ...ofNumbers, wanted: "false", passing: "good" }, null],
  ["the answer that passes", { ...ofAnswers, wanted: "false", least: "1" }, { pass_when: false }],
  ["the usual answer", { ...ofAnswers, wanted: "true" }, null],
  [
    "categories",
    { ...ofKinds, passing: "good\n\n fair " },
    { passing_categories: ["good", "fair"] },
  ],
  ["texts", { type: "LLM", returnType: "string", passing: "ok" }, { passing_categories: ["ok"] }],
])("reads from the form what passes: %s", (_, form, threshold) => {
  expect(readMetricDraft(read(form), undefined).threshold).toEqual(threshold);
});

test("keeps what a threshold says besides, as long as it is of such values", () => {
  const known = (threshold: NonNullable<MetricContent["threshold"]>): MetricContent => ({
    ...content,
    threshold,
  });
  const numbers = { ...known({ min: 1, pass_when: 2 }), return_type: "float" } as const;
  expect(readMetricDraft(read({ ...ofNumbers, least: "0" }), numbers).threshold).toEqual({
    min: 0,
    pass_when: 2,
  });
  expect(readMetricDraft(read(ofAnswers), numbers).threshold).toBeNull();
  const answers = { ...known({ pass_when: true }), return_type: "boolean" } as const;
  const wanted = { ...ofAnswers, wanted: "true" };
  expect(readMetricDraft(read(wanted), answers).threshold).toEqual({ pass_when: true });
});

test.each([
  ["a range that is empty", { ...ofNumbers, least: "2", most: "1" }, "`2` to `1`"],
  ["a category that the metric does not have", { ...ofKinds, passing: "god" }, "`god`"],
])("refuses %s", (_, form, said) => {
  expect(() => readMetricDraft(read(form), undefined)).toThrow(said);
});
