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
    categories: null,
    model_provider: null,
    model_name: null,
  });
});

test("keeps what the form has no field for", () => {
  const before = {
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
  const form = { name: "tone", type: "LLM", criteria: "Polite?", returnType: "boolean" };
  expect(readMetricDraft(read({ ...form, provider: "openai", model: "gpt-5" }), before)).toEqual({
    ...before,
    criteria: "Polite?",
    description: "",
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
