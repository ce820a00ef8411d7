import {
  compositeAggregates,
  type JsonObject,
  type Metric,
  type MetricContent,
  type RunMetricResponse,
} from "@honeyhive/contract";

import { isJsonObject } from "../lib/json.js";
import { toFailure, toMetricResult } from "./to-metric-result.js";

/** Metrics of a project: what the parts of a composite are called now, and what their categories are worth. */
export type Definitions = readonly Pick<Metric, "id" | "name" | "categories">[];

export interface Part {
  readonly name: string;
  /** For `hierarchical highest true` its priority: 1 comes first. */
  readonly weight: number;
  /** What its categories are worth. */
  readonly categories: ReadonlyMap<string, number>;
}

interface ScoredPart extends Part {
  /** Booleans as 1 and 0. */
  readonly score: number;
}

type AggregateName = (typeof compositeAggregates)[number];

/** How scores become one, by what stands in `criteria`; hyphens, underscores and capitals make no difference. */
const aggregates: Readonly<Record<AggregateName, (parts: readonly ScoredPart[]) => number>> = {
  "weighted average": (parts) => weightedSum(parts) / sum(parts.map(({ weight }) => weight)),
  "weighted sum": weightedSum,
  "hierarchical highest true": highestTrue,
  minimum: (parts) => Math.min(...parts.map(({ score }) => score)),
  maximum: (parts) => Math.max(...parts.map(({ score }) => score)),
};

/** A weighted score is no answer to a question of yes or no. */
const booleanAggregates = compositeAggregates.filter((name) => !name.startsWith("weighted"));

/** Why a composite is none that can be run, and what to do; undefined where it can. */
export function whyNotComposed(
  metric: Pick<MetricContent, "child_metrics" | "criteria" | "return_type">,
): string | undefined {
  if ((metric.child_metrics ?? []).length === 0) {
    return "It names no `child_metrics`. Add those that it is made of, each with its weight.";
  }
  const type = metric.return_type;
  if (type !== "float" && type !== "boolean") {
    return `Its \`return_type\` is ${type}. Make it float or boolean.`;
  }
  const possible = type === "boolean" ? booleanAggregates : compositeAggregates;
  const name = aggregateOf(metric.criteria);
  if (name !== undefined && possible.includes(name)) return undefined;
  return (
    `Its \`criteria\` say how a ${type} is made of its parts by \`${metric.criteria.slice(0, 100)}\`. ` +
    `Write one of ${possible.join(", ")}.`
  );
}

/** What a composite is made of; other metrics are made of nothing. */
export function partsOf(
  { type, child_metrics: children }: Pick<MetricContent, "type" | "child_metrics">,
  definitions: Definitions,
): readonly Part[] {
  if (type !== "COMPOSITE") return [];
  return (children ?? []).map(({ id, name, weight }) => {
    const definition =
      definitions.find((known) => known.id === id) ??
      definitions.find((known) => known.name === name);
    const categories = (definition?.categories ?? []).flatMap(
      ({ category, score }): [string, number][] => (score === null ? [] : [[category, score]]),
    );
    return { name: definition?.name ?? name, weight, categories: new Map(categories) };
  });
}

/** What the scores that an event has of the parts come to. */
export function compose(
  metric: MetricContent,
  parts: readonly Part[],
  event: JsonObject,
): RunMetricResponse {
  const name = aggregateOf(metric.criteria);
  if (name === undefined) return toFailure(whyNotComposed(metric) ?? "");
  const scored = parts.flatMap((part): ScoredPart[] => {
    const score = scoreOf(part, event);
    return score === undefined ? [] : [{ ...part, score }];
  });
  if (scored.length < parts.length) return toFailure(describeMissing(parts, scored, event));
  const odd = name === "hierarchical highest true" && scored.find(({ score }) => !isTruth(score));
  if (odd) return toFailure(`Expected true or false of \`${odd.name}\`, got ${odd.score}.`);
  const value = aggregates[name](scored);
  if (!Number.isFinite(value)) {
    return toFailure(`Expected weights and scores that come to a number, got ${value}.`);
  }
  return toMetricResult(metric, metric.return_type === "boolean" ? value !== 0 : value);
}

function aggregateOf(criteria: string): AggregateName | undefined {
  const words = criteria
    .trim()
    .toLowerCase()
    .replaceAll(/[-_\s]+/g, " ");
  return compositeAggregates.find((name) => name === words);
}

function scoreOf({ name, categories }: Part, { metrics }: JsonObject): number | undefined {
  const value = isJsonObject(metrics) ? metrics[name] : undefined;
  if (typeof value === "string") return categories.get(value);
  return typeof value === "number" || typeof value === "boolean" ? Number(value) : undefined;
}

function describeMissing(
  parts: readonly Part[],
  scored: readonly ScoredPart[],
  { metrics }: JsonObject,
): string {
  const known = new Set(scored.map(({ name }) => name));
  const missing = parts.filter(({ name }) => !known.has(name));
  const given = missing.map(({ name }) => {
    const value = isJsonObject(metrics) ? (metrics[name] ?? null) : null;
    return `\`${name}\`: ${value === null ? "none" : JSON.stringify(value).slice(0, 100)}`;
  });
  return (
    "Expected a number, a boolean or a category with a score in `metrics` of the event for each part, " +
    `got ${given.join(", ")}. Run these metrics first, or send their scores.`
  );
}

function isTruth(score: number): boolean {
  return score === 0 || score === 1;
}

/** The priority of the last part that is true before the first that is not; 0 when that is the first of all. */
function highestTrue(parts: readonly ScoredPart[]): number {
  const ordered = parts.toSorted((one, other) => one.weight - other.weight);
  const firstFalse = ordered.findIndex(({ score }) => score === 0);
  return ordered.slice(0, firstFalse === -1 ? undefined : firstFalse).at(-1)?.weight ?? 0;
}

function weightedSum(parts: readonly ScoredPart[]): number {
  return sum(parts.map(({ score, weight }) => score * weight));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
