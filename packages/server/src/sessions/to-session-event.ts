import { isUuid, type Event, type SessionInput } from "@honeyhive/contract";
import { randomUUID } from "node:crypto";

import type { EventPatch } from "../events/event-patch.js";
import { completeTimes } from "../lib/times.js";
import { toSessionId } from "../lib/session-id.js";

/** The session's own event, as a session start describes it. */
export function toSessionEvent(input: SessionInput, projectId: string, nowMs: number): Event {
  const sessionId = toSessionId(input.session_id || randomUUID());
  const foreignId =
    input.session_id && !isUuid(input.session_id) ? { session_id: input.session_id } : {};
  return {
    event_id: sessionId,
    session_id: sessionId,
    parent_id: null,
    children_ids: input.children_ids ?? [],
    event_type: "session",
    event_name: input.event_name || input.session_name || "unknown",
    source: input.source || "unknown",
    project_id: projectId,
    inputs: input.inputs ?? {},
    outputs: input.outputs ?? {},
    config: input.config ?? {},
    metadata: { ...input.metadata, ...foreignId },
    metrics: input.metrics ?? {},
    feedback: input.feedback ?? {},
    user_properties: input.user_properties ?? {},
    error: null,
    ...completeTimes(input, nowMs),
  };
}

/** What a session start changes in a session that is there already: the fields that it names. */
export function toSessionPatch(input: SessionInput, event: Event): EventPatch {
  const isNamed = Boolean(input.event_name || input.session_name);
  const isEnded = input.end_time !== undefined || input.duration !== undefined;
  return {
    replace: {
      ...(isNamed ? { event_name: event.event_name } : {}),
      ...(input.source ? { source: event.source } : {}),
      ...(input.children_ids?.length ? { children_ids: event.children_ids } : {}),
      ...(input.inputs ? { inputs: event.inputs } : {}),
      ...(input.outputs ? { outputs: event.outputs } : {}),
      ...(isEnded ? { end_time: event.end_time, duration: event.duration } : {}),
    },
    merge: {
      config: event.config,
      metadata: event.metadata,
      metrics: event.metrics,
      feedback: event.feedback,
      user_properties: event.user_properties,
    },
    dropMetadata: ["auto_created"],
  };
}
