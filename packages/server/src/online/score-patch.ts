import {
  explanationName,
  type Event,
  type Metric,
  type RunMetricResponse,
  type ScoreState,
} from "@honeyhive/contract";

import type { EventPatch } from "../events/event-patch.js";
import { isJsonObject } from "../lib/json.js";

/** The change that gives an event what a metric made of it: a value, or why there is none. */
export function toScorePatch(
  event: Event,
  { name }: Pick<Metric, "name">,
  { success, result, explanation }: RunMetricResponse,
): EventPatch {
  if (!success || result === null) {
    const message = explanation ?? "The evaluator gave no value.";
    return withState(event, name, { state: "error", message });
  }
  const metrics = { [name]: result };
  if (explanation === null) return { merge: { metrics } };
  const toldAs = explanationName(name);
  // The explanation's name is that of another metric.
  if (Object.hasOwn(event.metrics, toldAs)) {
    const state = withState(event, name, { state: "scored", value: result, explanation });
    return { merge: { ...state.merge, metrics } };
  }
  return { merge: { metrics: { ...metrics, [toldAs]: explanation } } };
}

function withState({ metadata }: Event, name: string, state: ScoreState): EventPatch {
  const known = metadata["score_states"];
  const states = { ...(isJsonObject(known) ? known : {}), [name]: { ...state } };
  return { merge: { metadata: { score_states: states } } };
}
