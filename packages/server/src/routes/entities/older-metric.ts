import type {
  EventFilter,
  JsonObject,
  Metric,
  MetricType,
  OlderMetric,
  OlderMetricType,
  OlderMetricUpdate,
} from "@honeyhive/contract";

import { withoutUndefined } from "../../entities/entity-collection.js";

/** Code was Python. */
const newerTypes: Readonly<Record<OlderMetricType, MetricType>> = {
  custom: "PYTHON",
  model: "LLM",
  human: "HUMAN",
  composite: "COMPOSITE",
};

const olderTypes: Readonly<Record<MetricType, OlderMetricType>> = {
  PYTHON: "custom",
  JAVASCRIPT: "custom",
  LLM: "model",
  HUMAN: "human",
  COMPOSITE: "composite",
};

const eventFields = ["event_name", "event_type"] as const;

/** What the oldest clients say of a metric, in today's words. What they leave out is left out. */
export function fromOlder(given: OlderMetricUpdate): JsonObject {
  const { type, prompt, code_snippet, pass_when, ...rest } = given;
  const { task: _task, project: _project, event_name, event_type, ...known } = rest;
  const { criteria, description, threshold, filters } = known;
  const named = { event_name, event_type };
  const events = eventFields.flatMap((field): EventFilter[] => {
    const value = named[field];
    return value === undefined ? [] : [{ field, operator: "is", value, type: "string" }];
  });
  return withoutUndefined({
    ...known,
    type: isOlderType(type) ? newerTypes[type] : type,
    // A human is asked what the description says.
    criteria: criteria ?? prompt ?? code_snippet ?? (type === "human" ? description : undefined),
    threshold: pass_when === undefined ? threshold : { ...threshold, pass_when },
    filters: events.length === 0 ? filters : { filterArray: events },
  });
}

/** The metric with what the oldest clients look for. */
export function toOlderMetric(metric: Metric, project: string): OlderMetric {
  const { id, type, criteria, threshold, filters } = metric;
  const passWhen = threshold?.pass_when;
  const filterOn = (field: string): string | undefined => {
    const value = filters.filterArray.find((filter) => filter.field === field)?.value;
    return typeof value === "string" ? value : undefined;
  };
  const older = olderTypes[type];
  return {
    ...metric,
    _id: id,
    type: older,
    task: project,
    prompt: older === "model" ? criteria : undefined,
    code_snippet: older === "custom" ? criteria : undefined,
    pass_when: typeof passWhen === "boolean" ? passWhen : undefined,
    event_name: filterOn("event_name"),
    event_type: filterOn("event_type"),
  };
}

function isOlderType(type: string | undefined): type is OlderMetricType {
  return type !== undefined && Object.hasOwn(newerTypes, type);
}
