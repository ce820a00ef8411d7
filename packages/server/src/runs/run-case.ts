import {
  evaluationKey,
  explanationOf,
  isExplanation,
  usageNames,
  type CaseUsage,
  type Event,
  type JsonObject,
} from "@honeyhive/contract";

import { groupBy } from "../lib/group-by.js";
import { isJsonObject } from "../lib/json.js";
import { rowMetadata } from "../queries/row-metadata.js";

/** One case of a run: what its session's events say about it. */
export interface RunCase {
  /** Datapoint id, or the session id where the client gave none. */
  readonly id: string;
  readonly datapointId: string | null;
  /** What the wire calls the datapoint, where that is another id. */
  readonly wireId: string | null;
  /** Of inputs and ground truth; null where the client did not say. */
  readonly contentHash: string | null;
  /** From 0; null where the client did not say, as of the first. */
  readonly trial: number | null;
  readonly sessionId: string;
  /** The event that stands for the case as a whole. */
  readonly root: Event;
  readonly outcome: string | null;
  readonly error: string | null;
  readonly groundTruth: unknown;
  /** Undefined where nobody says it. */
  readonly usage: CaseUsage | undefined;
  /** Whether a cache answered any of its calls of models. */
  readonly isCached: boolean;
  /** What the session says of its row, as far as cases can be sliced by it. */
  readonly metadata: JsonObject;
  readonly scores: readonly CaseScore[];
}

/** A metric of a case, with or without a value. */
export interface CaseScore {
  /** Alike for the same metric of the same kind of event, and for no other. */
  readonly key: string;
  readonly name: string;
  readonly eventName: string;
  readonly eventType: string;
  /** On the session or the outermost function, not on a step inside. */
  readonly isOfCase: boolean;
  readonly state: "scored" | "not-scorable" | "error";
  /** Only of scored ones. */
  readonly value: number | boolean | string | null;
  readonly explanation: string | undefined;
}

/** The cases of a run, one after the other. */
export function* toRunCases(events: readonly Event[]): Generator<void, RunCase[]> {
  const cases: RunCase[] = [];
  for (const own of groupBy(events, (event) => event.session_id).values()) {
    cases.push(...toRunCase(own));
    yield;
  }
  return cases;
}

function toRunCase(events: readonly Event[]): RunCase[] {
  const session = events.find((event) => event.event_id === event.session_id);
  const chains = events.filter(
    (event) => event.event_type === "chain" && typeof event.metadata["outcome"] === "string",
  );
  const chain = latestOf(chains);
  const root = chain ?? session ?? events[0];
  if (root === undefined) return [];
  const owners = [root, ...(session === undefined ? [] : [session])];
  const wireId = firstText([...owners, ...events], "datapoint_id");
  const datapointId = firstText([root], "case_id") ?? wireId;
  return [
    {
      id: datapointId ?? root.session_id,
      datapointId,
      wireId,
      contentHash: firstText([root], "content_hash"),
      trial: trialOf(root),
      sessionId: root.session_id,
      root,
      outcome: firstText(owners, "outcome"),
      error: chain === undefined ? (root.error ?? session?.error ?? null) : chain.error,
      groundTruth: session?.feedback["ground_truth"] ?? root.feedback["ground_truth"] ?? null,
      usage: usageOf(root),
      isCached: Number(root.metadata[evaluationKey.cachedCalls]) > 0,
      metadata: rowMetadata(session?.metadata ?? {}),
      scores: events.flatMap((event) => {
        if (event !== root && chains.includes(event)) return [];
        const isTop = event.event_type === "chain" && event.parent_id === event.session_id;
        return scoresOf(event, isTop || owners.includes(event));
      }),
    },
  ];
}

/** A case that a killed process had begun, and a resumed run has repeated, came to what the later one came to. */
function latestOf(events: readonly Event[]): Event | undefined {
  return events.reduce<Event | undefined>(
    (latest, event) =>
      latest === undefined || event.start_time >= latest.start_time ? event : latest,
    undefined,
  );
}

function firstText(events: readonly Event[], key: string): string | null {
  for (const { metadata } of events) {
    const value = metadata[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

function trialOf({ metadata }: Event): number | null {
  const trial = metadata["trial"];
  return typeof trial === "number" && Number.isInteger(trial) ? trial : null;
}

function usageOf({ metadata }: Event): CaseUsage | undefined {
  const said = metadata[evaluationKey.usage];
  if (!isJsonObject(said)) return undefined;
  const known = usageNames.flatMap((name) => {
    const value = said[name];
    return typeof value === "number" && value >= 0 ? [[name, value] as const] : [];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

function scoresOf(event: Event, isOfCase: boolean): CaseScore[] {
  const { event_name: eventName, event_type: eventType } = event;
  const toScore = ({ name, state, value, explanation }: ScoreBody): CaseScore => {
    const key = `${eventType} ${eventName.length} ${eventName}${name}`;
    return { key, name, eventName, eventType, isOfCase, state, value, explanation };
  };
  const metrics = flatten(event.metrics);
  const told = { metrics, states: statesOf(event) };
  const scores: CaseScore[] = [];
  for (const [name, value] of metrics) {
    if (isExplanation(name, told)) continue;
    scores.push(toScore({ name, state: "scored", value, explanation: explanationOf(name, told) }));
  }
  for (const score of unscoredOf(told.states)) scores.push(toScore(score));
  return scores;
}

type ScoreBody = Pick<CaseScore, "name" | "state" | "value" | "explanation">;

function statesOf({ metadata }: Event): JsonObject | undefined {
  const states = metadata[evaluationKey.scoreStates];
  return isJsonObject(states) ? states : undefined;
}

function unscoredOf(states: JsonObject = {}): ScoreBody[] {
  return Object.entries(states).flatMap(([name, state]): ScoreBody[] => {
    if (!isJsonObject(state)) return [];
    const said = state["state"] === "error" ? state["message"] : state["reason"];
    const explanation = typeof said === "string" ? said : undefined;
    if (state["state"] === "error") return [{ name, state: "error", value: null, explanation }];
    if (state["state"] !== "not-scorable") return [];
    return [{ name, state: "not-scorable", value: null, explanation }];
  });
}

/** Metric values by name; nested objects give dotted names. What is neither is no metric. */
function flatten(
  metrics: JsonObject,
  prefix = "",
  into = new Map<string, number | boolean | string>(),
): Map<string, number | boolean | string> {
  for (const [key, value] of Object.entries(metrics)) {
    const name = prefix + key;
    if (isJsonObject(value)) flatten(value, `${name}.`, into);
    else if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") {
      into.set(name, value);
    }
  }
  return into;
}
