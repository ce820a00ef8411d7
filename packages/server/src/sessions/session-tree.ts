import { eventIdOfSpan, type Event, type EventNode, type SessionRollup } from "@honeyhive/contract";

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
  const models = events.filter((event) => event.event_type === "model");
  const repeated = findRepeated(models);
  const sum = (key: string): number =>
    models.reduce((total, event) => {
      const outer = repeated.get(event);
      const isSaid = outer !== undefined && (key !== "cost" || numberIn(outer, key) > 0);
      return isSaid ? total : total + numberIn(event, key);
    }, 0);
  return {
    num_events: events.length,
    num_model_events: models.length,
    has_feedback: [root, ...events].some(({ feedback }) =>
      // What is null was taken back.
      Object.values(feedback).some((value) => value !== null),
    ),
    cost: sum("cost"),
    prompt_tokens: sum("prompt_tokens"),
    completion_tokens: sum("completion_tokens"),
    total_tokens: sum("total_tokens"),
  };
}

/**
 * Calls that are recorded twice, and what they repeat: an instrumentation and the client below it both say what the one
 * call used. `findSessionRollups` says the same in SQL.
 */
function findRepeated(models: readonly Event[]): Map<Event, Event> {
  const byId = new Map(models.map((event) => [event.event_id, event]));
  const repeated = new Map<Event, Event>();
  for (const event of models) {
    const outer = byId.get(event.parent_id ?? "");
    const isSame = (key: string): boolean =>
      outer !== undefined && numberIn(outer, key) === numberIn(event, key);
    const isPaid = numberIn(event, "prompt_tokens") > 0 || numberIn(event, "completion_tokens") > 0;
    if (outer === undefined || outer === event || !isPaid) continue;
    if (isSame("prompt_tokens") && isSame("completion_tokens")) repeated.set(event, outer);
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

/** A session that was only started lasts as long as its events do. */
function withRollup(root: MutableNode, events: readonly Event[]): EventNode {
  const lastEnd = events.reduce((end, event) => Math.max(end, event.end_time), root.end_time);
  const times = root.duration > 0 ? {} : { end_time: lastEnd, duration: lastEnd - root.start_time };
  return { ...root, ...times, metadata: { ...root.metadata, ...rollUp(root, events) } };
}

function numberIn({ metadata }: Event, key: string): number {
  const value = metadata[key];
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
