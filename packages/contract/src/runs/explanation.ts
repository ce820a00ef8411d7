import type { JsonObject } from "../events/event.js";

const suffix = "_explanation";

/** What an event says of its scores. */
export interface ToldScores {
  readonly metrics: {
    readonly has: (name: string) => boolean;
    readonly get: (name: string) => unknown;
  };
  /** `score_states` of the event's metadata, by metric: of those without a value, and of those whose explanation is apart. */
  readonly states: JsonObject | undefined;
}

/** Where metrics carry what was said about one of them: `tone_explanation`. */
export function explanationName(metric: string): string {
  return `${metric}${suffix}`;
}

/** The metric that a name would be the explanation of. */
export function explainedName(name: string): string | undefined {
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : undefined;
}

/** Whether a name among metrics is not a metric but the explanation of one. */
export function isExplanation(name: string, { metrics, states }: ToldScores): boolean {
  const explained = explainedName(name);
  if (explained === undefined || !metrics.has(explained)) return false;
  return typeof metrics.get(name) === "string" && toldApart(explained, states) === undefined;
}

/** What was said about a metric. */
export function explanationOf(metric: string, { metrics, states }: ToldScores): string | undefined {
  const apart = toldApart(metric, states);
  const said = apart === undefined ? metrics.get(explanationName(metric)) : apart.explanation;
  return typeof said === "string" ? said : undefined;
}

/** The whole score of a metric whose explanation's name is that of another metric. */
function toldApart(
  metric: string,
  states: JsonObject | undefined,
): { readonly explanation: unknown } | undefined {
  const told = states !== undefined && Object.hasOwn(states, metric) ? states[metric] : undefined;
  if (typeof told !== "object" || told === null || !("state" in told)) return undefined;
  if (told.state !== "scored") return undefined;
  return { explanation: "explanation" in told ? told.explanation : undefined };
}
