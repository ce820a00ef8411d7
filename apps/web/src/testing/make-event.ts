import type { Event, EventNode } from "@honeyhive/contract";

/** An event with every field, of which a test names those it is about. */
export function makeEvent(fields: Partial<Event> = {}): Event {
  return {
    event_id: "event",
    session_id: "session",
    parent_id: "session",
    children_ids: [],
    event_type: "chain",
    event_name: "step",
    source: "test",
    project_id: "project",
    inputs: {},
    outputs: {},
    config: {},
    metadata: {},
    metrics: {},
    feedback: {},
    user_properties: {},
    error: null,
    start_time: 1_000,
    end_time: 1_100,
    duration: 100,
    ...fields,
  };
}

export function makeNode(
  id: string,
  children: readonly EventNode[] = [],
  fields: Partial<Event> = {},
): EventNode {
  const nested = children.map((child) => ({ ...child, parent_id: id }));
  return { ...makeEvent({ event_id: id, event_name: id, ...fields }), children: nested };
}
