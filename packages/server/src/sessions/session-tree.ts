import type { Event, EventNode, SessionRollup } from "@honeyhive/contract";

import { groupBy } from "../group-by.js";

interface MutableNode extends Event {
  readonly children: MutableNode[];
  children_ids: readonly string[];
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
    if (node !== undefined) parent.children.push(node);
  }
  for (const node of nodes.values()) {
    if (node.children.length > 0) node.children_ids = node.children.map((child) => child.event_id);
  }
  return withRollup(rootNode, others);
}

export function rollUp(root: Event, events: readonly Event[]): SessionRollup {
  const models = events.filter((event) => event.event_type === "model");
  const sum = (key: string): number =>
    models.reduce((total, event) => total + numberOr0(event.metadata[key]), 0);
  return {
    num_events: events.length,
    num_model_events: models.length,
    has_feedback: [root, ...events].some((event) => Object.keys(event.feedback).length > 0),
    cost: sum("cost"),
    prompt_tokens: sum("prompt_tokens"),
    completion_tokens: sum("completion_tokens"),
    total_tokens: sum("total_tokens"),
  };
}

/** Parent of each event; what cannot be placed is not listed. */
function findParents(events: readonly Event[], rootId: string): Map<string, string> {
  const known = new Set(events.map((event) => event.event_id));
  // A parent that chose its own event id is found by its span.
  const bySpan = groupBy(events, (event) => event.metadata["span_id"]);
  const parents = new Map<string, string>();
  for (const event of events) {
    const given = event.parent_id ?? rootId;
    const parentSpan = event.metadata["parent_span_id"];
    const ofSpan = parentSpan === undefined ? undefined : bySpan.get(parentSpan)?.[0]?.event_id;
    const parent = known.has(given) || given === rootId ? given : ofSpan;
    if (parent !== undefined && parent !== event.event_id) parents.set(event.event_id, parent);
  }
  cutRings(parents, rootId);
  return parents;
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

function numberOr0(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
