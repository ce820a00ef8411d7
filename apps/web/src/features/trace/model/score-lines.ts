import { evaluationKey, type Event } from "@honeyhive/contract";

import { asObject, asText } from "../../../lib/read-json.js";

export type ScoreLine = { readonly name: string; readonly explanation: string | undefined } & (
  | { readonly state: "scored"; readonly value: unknown }
  | { readonly state: "error" | "not-scorable" }
);

const explanationSuffix = "_explanation";

/**
 * The scores of a span, each with its explanation, then those that could not be given and why. A null without an
 * explanation is an answer that somebody took back.
 */
export function scoreLines(event: Pick<Event, "metrics" | "metadata">): readonly ScoreLine[] {
  const { metrics } = event;
  const isExplanation = (name: string): boolean =>
    name.endsWith(explanationSuffix) && name.slice(0, -explanationSuffix.length) in metrics;
  const scored = Object.entries(metrics)
    .filter(([name]) => !isExplanation(name))
    .map(([name, value]): ScoreLine => {
      const explanation = asText(metrics[name + explanationSuffix]);
      return { name, explanation, state: "scored", value };
    })
    .filter(({ name, explanation }) => metrics[name] !== null || explanation !== undefined);
  const states = asObject(event.metadata[evaluationKey.scoreStates]) ?? {};
  const unscored = Object.entries(states).map(([name, value]): ScoreLine => {
    const state = asObject(value);
    const explanation = asText(state?.["message"]) ?? asText(state?.["reason"]);
    return { name, explanation, state: state?.["state"] === "error" ? "error" : "not-scorable" };
  });
  return [...scored, ...unscored];
}
