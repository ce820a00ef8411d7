import {
  compositeAggregates,
  metricReturnTypes,
  metricTypes,
  type MetricContent,
  type MetricInput,
  type MetricReturnType,
  type MetricType,
} from "@honeyhive/contract";

import { onlineSettings } from "./online-draft.js";
import { readThreshold } from "./threshold-draft.js";

/** Names of the form's fields. */
export const metricField = {
  name: "name",
  type: "type",
  description: "description",
  returnType: "returnType",
  criteria: "criteria",
  scale: "scale",
  categories: "categories",
  parts: "parts",
  provider: "provider",
  model: "model",
  message: "message",
} as const;

export const typeNames: Readonly<Record<MetricType, string>> = {
  JAVASCRIPT: "Code in JavaScript",
  PYTHON: "Code in Python",
  LLM: "Judged by a model",
  COMPOSITE: "Made of other metrics",
  HUMAN: "Answered by people",
};

/** In the order in which they are offered. */
export const offeredTypes = ["JAVASCRIPT", "PYTHON", "LLM", "COMPOSITE", "HUMAN"] as const;

/** What stands in the form of a new metric, so that nobody starts from nothing. */
export const exampleCriteria: Readonly<Record<MetricType, string>> = {
  JAVASCRIPT: "(event) => JSON.stringify(event.outputs).length <= 500",
  LLM: "Is the answer correct?\n\nQuestion: {{inputs.question}}\nAnswer: {{outputs.answer}}",
  HUMAN: "Would you send this answer to a customer?",
  PYTHON: 'def evaluate(event):\n    return len(str(event["outputs"])) <= 500',
  COMPOSITE: compositeAggregates[0],
};

export const criteriaLabels: Readonly<Record<MetricType, string>> = {
  JAVASCRIPT: "Code: a function of the event",
  LLM: "What the model is asked, with {{inputs.…}} and {{outputs.…}} filled in from the event",
  HUMAN: "What people are asked",
  PYTHON: "Code: a function of the event, or of none that reads inputs, outputs, metadata…",
  COMPOSITE: "How its parts become one",
};

/**
 * The definition that a filled-in form describes. What the form has no field for stays as it was in the version that the
 * form started with, but for what comes in, which has a form of its own: that stays as it is now.
 */
export function readMetricDraft(
  read: (field: string) => string,
  before: MetricContent | undefined,
  now = before,
): MetricInput {
  const type = metricTypes.find((known) => known === read(metricField.type)) ?? "JAVASCRIPT";
  const returnType =
    metricReturnTypes.find((known) => known === read(metricField.returnType)) ?? "float";
  const isJudged = type === "LLM";
  const categories = parseCategories(returnType, read(metricField.categories));
  return {
    ...before,
    ...(now === undefined ? {} : onlineSettings(now)),
    name: read(metricField.name).trim(),
    type,
    description: read(metricField.description).trim(),
    criteria: read(metricField.criteria),
    return_type: returnType,
    scale: returnType === "float" ? parseScale(read(metricField.scale).trim()) : null,
    threshold: readThreshold(read, { return_type: returnType, categories }, before),
    categories,
    model_provider: isJudged ? read(metricField.provider).trim() || null : null,
    model_name: isJudged ? read(metricField.model).trim() || null : null,
    ...(type === "COMPOSITE" ? { child_metrics: parseParts(read(metricField.parts), before) } : {}),
  };
}

/** Tells apart what the form says, however different they are in what comes in. */
export function definitionKey(content: MetricContent): string {
  const {
    enabled_in_prod: _isOn,
    needs_ground_truth: _needs,
    sampling_percentage: _share,
    ...rest
  } = content;
  const { filters: _filters, ...definition } = rest;
  return JSON.stringify(definition);
}

/** `accuracy = 2`, a line each; without a weight it is 1. */
function parseParts(
  text: string,
  before: MetricContent | undefined,
): NonNullable<MetricInput["child_metrics"]> {
  const lines = parseLines(text, "a metric and its weight such as `accuracy = 2`");
  if (lines.length === 0) {
    throw new Error("Expected at least one metric as a part, got none. Write one on each line.");
  }
  return lines.map(({ name, value }) => {
    const known = before?.child_metrics?.find((child) => child.name === name);
    return { ...known, name, weight: value ?? 1 };
  });
}

function parseScale(text: string): number | null {
  return text === "" ? null : Number(text);
}

/** `good = 1`, a line each; the score may be left out. */
function parseCategories(
  returnType: MetricReturnType,
  text: string,
): NonNullable<MetricInput["categories"]> | null {
  if (returnType !== "categorical") return null;
  const lines = parseLines(text, "a category such as `good = 1`");
  if (lines.length === 0) {
    throw new Error("Expected at least one category, got none. Write one on each line.");
  }
  return lines.map(({ name, value }) => ({ category: name, score: value }));
}

interface NamedNumber {
  readonly name: string;
  readonly value: number | null;
}

function parseLines(text: string, wanted: string): readonly NamedNumber[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [, name = "", given] = /^(.*?)(?:=([^=]*))?$/.exec(line) ?? [];
    const value = given === undefined ? null : Number(given);
    if (name.trim() === "" || Number.isNaN(value) || given?.trim() === "") {
      throw new Error(`Expected ${wanted} on each line, got \`${line.trim()}\`. Correct it.`);
    }
    return { name: name.trim(), value };
  });
}

export function categoriesText(categories: MetricContent["categories"] | undefined): string {
  return linesText(
    (categories ?? []).map(({ category, score }) => ({ name: category, value: score })),
  );
}

export function partsText(parts: MetricContent["child_metrics"] | undefined): string {
  return linesText((parts ?? []).map(({ name, weight }) => ({ name, value: weight })));
}

function linesText(lines: readonly NamedNumber[]): string {
  return lines.map(({ name, value }) => (value === null ? name : `${name} = ${value}`)).join("\n");
}
