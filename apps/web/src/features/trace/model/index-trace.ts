import type { Event, EventNode } from "@honeyhive/contract";

import { lazySearchText } from "../../../lib/text/search-text.js";

export interface TraceNode {
  /** The event id, made unique where a trace holds it twice. */
  readonly key: string;
  readonly event: Event;
  readonly depth: number;
  /** Place of the parent in `nodes`; -1 for the root. */
  readonly parent: number;
  /** Place after the last descendant in `nodes`. */
  readonly end: number;
  readonly childCount: number;
  /** 1-based place among its siblings, and how many those are. */
  readonly position: number;
  readonly siblings: number;
  /** Some span below this one failed. */
  readonly hasErrorInside: boolean;
  /** Its parent is not in the trace; it was hung below the root. */
  readonly isOrphan: boolean;
  /** What a search looks through: what the span is called, took and gave. */
  readonly searchText: () => string;
}

export interface Trace {
  /** In the order of a walk from the top, so that descendants follow their ancestor. */
  readonly nodes: readonly TraceNode[];
  readonly startMs: number;
  readonly endMs: number;
  /** Of the spans; the session fails with them. */
  readonly errorCount: number;
}

type Draft = { -readonly [Key in keyof TraceNode]: TraceNode[Key] };

interface Step {
  readonly event: EventNode;
  readonly parent: number;
  readonly position: number;
  readonly siblings: number;
}

/** Flattens a session; without recursion, since traces may be a thousand spans deep. */
export function indexTrace(root: EventNode): Trace {
  const nodes: Draft[] = [];
  const uses = new Map<string, number>();
  const stack: Step[] = [{ event: root, parent: -1, position: 1, siblings: 1 }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { event, parent, position, siblings } = step;
    const place = nodes.length;
    const parentNode = nodes[parent];
    const use = (uses.get(event.event_id) ?? 0) + 1;
    uses.set(event.event_id, use);
    nodes.push({
      key: use === 1 ? event.event_id : `${event.event_id}~${use}`,
      event,
      depth: (parentNode?.depth ?? -1) + 1,
      parent,
      end: place + 1,
      childCount: event.children.length,
      position,
      siblings,
      hasErrorInside: false,
      isOrphan: isOrphan(event, parentNode?.event),
      searchText: lazySearchText(() => [
        event.event_name,
        event.event_type,
        event.event_id,
        event.error,
        event.inputs,
        event.outputs,
        event.config,
      ]),
    });
    const { children } = event;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child === undefined) continue;
      stack.push({ event: child, parent: place, position: index + 1, siblings: children.length });
    }
  }
  bubbleUp(nodes);
  return { nodes, ...measure(nodes) };
}

function isOrphan(event: Event, parent: Event | undefined): boolean {
  if (parent === undefined || event.parent_id === null) return false;
  return event.parent_id !== parent.event_id && event.parent_id !== event.session_id;
}

/** Descendants stand after their ancestors, so one walk backwards carries everything to the top. */
function bubbleUp(nodes: readonly Draft[]): void {
  for (let index = nodes.length - 1; index > 0; index--) {
    const node = nodes[index];
    const parent = nodes[node?.parent ?? -1];
    if (node === undefined || parent === undefined) continue;
    parent.end = Math.max(parent.end, node.end);
    parent.hasErrorInside ||= node.hasErrorInside || node.event.error !== null;
  }
}

function measure(nodes: readonly TraceNode[]): Omit<Trace, "nodes"> {
  let startMs = Infinity;
  let endMs = -Infinity;
  let errorCount = 0;
  for (const { event } of nodes) {
    startMs = Math.min(startMs, event.start_time);
    endMs = Math.max(endMs, event.end_time, event.start_time);
    if (event.error !== null && event.event_type !== "session") errorCount++;
  }
  return { startMs, endMs, errorCount };
}
