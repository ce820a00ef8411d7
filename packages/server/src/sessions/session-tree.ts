import {
  eventIdOfSpan,
  eventTokens,
  type Event,
  type EventNode,
  type SessionRollup,
} from "@honeyhive/contract";

import { completeSessionTimes } from "../events/session-times.js";

interface MutableNode extends Event {
  readonly children: MutableNode[];
  children_ids: readonly string[];
  parent_id: string | null;
}

/**
 * The events of a session as a tree, children in order of their start. An event whose parent is unknown, or
 * whose ancestors form a ring, hangs below the root.
 */
export function buildSessionTree(root: Event, events: readonly Event[]): EventNode {
  const others = events
    .filter((event) => event.event_id !== root.event_id)
    .toSorted((left, right) => left.start_time - right.start_time);
  const nodes = new Map<string, MutableNode>(
    [root, ...others].map((event) => [event.event_id, { ...event, children: [] }]),
  );
  const parents = findParents(others, root.event_id);
  const rootNode = nodes.get(root.event_id) ?? { ...root, children: [] };
  for (const { event_id } of others) {
    const node = nodes.get(event_id);
    const parent = nodes.get(parents.get(event_id) ?? root.event_id) ?? rootNode;
    if (node === undefined) continue;
    parent.children.push(node);
    // Whoever reads `parent_id` finds the same parent. A stray keeps the id that it named.
    if (parents.has(event_id)) node.parent_id = parent.event_id;
  }
  for (const node of nodes.values()) {
    if (node.children.length > 0) node.children_ids = node.children.map((child) => child.event_id);
  }
  return withRollup(rootNode, others);
}

export function rollUp(root: Event, events: readonly Event[]): SessionRollup {
  const models = events.filter((event) => event.event_type === "model").map(toCall);
  const repeated = findRepeated(models);
  const sum = (key: keyof Usage): number =>
    models.reduce((total, call) => {
      const outer = repeated.get(call);
      const isSaid = outer !== undefined && (key !== "cost" || outer.cost > 0);
      return isSaid ? total : total + call[key];
    }, 0);
  return {
    num_events: events.length,
    num_model_events: models.length,
    has_feedback: [root, ...events].some(({ feedback }) =>
      // What is null was taken back.
      Object.values(feedback).some((value) => value !== null),
    ),
    cost: sum("cost"),
    prompt_tokens: sum("prompt"),
    completion_tokens: sum("completion"),
    total_tokens: sum("total"),
  };
}

interface Usage {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number;
  readonly cost: number;
}

interface Call extends Usage {
  readonly event: Event;
}

/** As the columns of its row say it. */
function toCall(event: Event): Call {
  const { prompt = 0, completion = 0, total = 0 } = eventTokens(event);
  const cost = event.metadata["cost"];
  const isCost = typeof cost === "number" && Number.isFinite(cost);
  return { event, prompt, completion, total, cost: isCost ? cost : 0 };
}

/**
 * Calls that are recorded twice, and what they repeat: an instrumentation and the client below it both say what the one
 * call used. `findSessionRollups` says the same in SQL.
 */
function findRepeated(calls: readonly Call[]): Map<Call, Call> {
  const byId = new Map(calls.map((call) => [call.event.event_id, call]));
  const repeated = new Map<Call, Call>();
  for (const call of calls) {
    const outer = byId.get(call.event.parent_id ?? "");
    const isPaid = call.prompt > 0 || call.completion > 0;
    if (outer === undefined || outer === call || !isPaid) continue;
    if (outer.prompt === call.prompt && outer.completion === call.completion) {
      repeated.set(call, outer);
    }
  }
  return repeated;
}

/** Parent of each event; what cannot be placed is not listed. */
function findParents(events: readonly Event[], rootId: string): Map<string, string> {
  const known = new Set([rootId, ...events.map((event) => event.event_id)]);
  // A parent that chose its own event id is found by the id that its span would have had.
  const chosen = new Map(events.map((event) => [idOfSpan(event, "span_id"), event.event_id]));
  const parents = new Map<string, string>();
  for (const event of events) {
    const given = event.parent_id ?? rootId;
    const ofSpan = chosen.get(given) ?? chosen.get(idOfSpan(event, "parent_span_id") ?? "");
    const parent = known.has(given) ? given : ofSpan;
    if (parent !== undefined && parent !== event.event_id) parents.set(event.event_id, parent);
  }
  cutRings(parents, rootId);
  return parents;
}

function idOfSpan({ metadata }: Event, key: "span_id" | "parent_span_id"): string | undefined {
  const [traceId, spanId] = [metadata["trace_id"] ?? "", metadata[key]];
  if (typeof traceId !== "string" || typeof spanId !== "string") return undefined;
  return eventIdOfSpan(traceId, spanId);
}

function cutRings(parents: Map<string, string>, rootId: string): void {
  const safe = new Set([rootId]);
  for (const start of parents.keys()) {
    const path = new Set<string>();
    let current: string | undefined = start;
    while (current !== undefined && !safe.has(current) && !path.has(current)) {
      path.add(current);
      current = parents.get(current);
    }
    if (current !== undefined && path.has(current)) parents.delete(current);
    for (const id of path) safe.add(id);
  }
}

function withRollup(root: MutableNode, events: readonly Event[]): EventNode {
  const bounds = events.reduce(
    ({ firstStartMs, lastEndMs }, { start_time, end_time }) => ({
      firstStartMs: Math.min(firstStartMs, start_time),
      lastEndMs: Math.max(lastEndMs, end_time),
    }),
    { firstStartMs: root.start_time, lastEndMs: root.end_time },
  );
  const times = completeSessionTimes(root, bounds);
  return { ...root, ...times, metadata: { ...root.metadata, ...rollUp(root, events) } };
}
