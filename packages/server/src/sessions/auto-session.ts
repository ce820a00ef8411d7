import type { Event } from "@honeyhive/contract";

/** A session of which only spans are known so far. A session start that comes later fills it in. */
export function autoSession(first: Event, sessionName: string | undefined): Event {
  const { run_id, dataset_id, datapoint_id } = first.metadata;
  const evaluation = Object.fromEntries(
    Object.entries({ run_id, dataset_id, datapoint_id }).filter(([, id]) => id !== undefined),
  );
  return {
    event_id: first.session_id,
    session_id: first.session_id,
    parent_id: null,
    children_ids: [],
    event_type: "session",
    event_name: sessionName ?? "Session",
    source: first.source,
    project_id: first.project_id,
    inputs: {},
    outputs: {},
    config: {},
    metadata: { ...evaluation, auto_created: true },
    metrics: {},
    feedback: {},
    user_properties: {},
    error: null,
    start_time: first.start_time,
    end_time: first.start_time,
    duration: 0,
  };
}
