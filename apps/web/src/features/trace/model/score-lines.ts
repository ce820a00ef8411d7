import {
  evaluationKey,
  explanationOf,
  isExplanation,
  meetsThreshold,
  type Event,
  type MetricThreshold,
} from "@honeyhive/contract";

import { asObject, asText } from "../../../lib/form/read-json.js";

/** By the names of metrics. */
export type Thresholds = ReadonlyMap<string, MetricThreshold>;

export type ScoreLine = { readonly name: string; readonly explanation: string | undefined } & (
  | {
      readonly state: "scored";
      readonly value: unknown;
      /** Undefined where nobody has said what passes. In a run everything does but what is false. */
      readonly passed: boolean | undefined;
    }
  | { readonly state: "error" | "not-scorable" }
);

/**
 * The scores of a span, each with its explanation, then those that could not be given and why. A null without an
 * explanation is an answer that somebody took back.
 */
export function scoreLines(
  event: Pick<Event, "metrics" | "metadata">,
  thresholds: Thresholds = new Map(),
): readonly ScoreLine[] {
  const { metrics } = event;
  const isOfRun = event.metadata[evaluationKey.runId] !== undefined;
  const states = asObject(event.metadata[evaluationKey.scoreStates]) ?? {};
  const told = { metrics: new Map(Object.entries(metrics)), states };
  const scored = Object.entries(metrics)
    .filter(([name]) => !isExplanation(name, told))
    .map(([name, value]): ScoreLine => {
      const threshold = thresholds.get(name);
      const passed =
        (threshold && meetsThreshold(value, threshold)) ??
        (isOfRun && value === false ? false : undefined);
      return { name, explanation: explanationOf(name, told), state: "scored", value, passed };
    })
    .filter(({ name, explanation }) => metrics[name] !== null || explanation !== undefined);
  const unscored = Object.entries(states).flatMap(([name, value]): ScoreLine[] => {
    const given = asObject(value);
    const state = given?.["state"] === "error" ? "error" : "not-scorable";
    if (given?.["state"] === "scored") return [];
    return [{ name, explanation: asText(given?.["message"]) ?? asText(given?.["reason"]), state }];
  });
  return [...scored, ...unscored];
}
