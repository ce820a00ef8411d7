import { randomUUID } from "node:crypto";

import type { Event, EventInput, JsonObject } from "@honeyhive/contract";

import { isJsonObject } from "../lib/json.js";
import { toParentId, toSessionId } from "../lib/session-id.js";
import { completeTimes } from "../lib/times.js";
import type { EventPatch } from "./event-patch.js";

/** An event as a client posted it, with the documented defaults. */
export function toEvent(input: EventInput, projectId: string, nowMs: number): Event {
  const isSession = input.event_type === "session";
  const eventId = input.event_id || (isSession && input.session_id) || randomUUID();
  const sessionId = toSessionId(isSession ? eventId : input.session_id || randomUUID());
  const session = { id: sessionId, given: input.session_id };
  const parentId = input.parent_id ? toParentId(input.parent_id, session) : sessionId;
  return {
    event_id: isSession ? sessionId : eventId.toLowerCase(),
    session_id: sessionId,
    parent_id: isSession ? null : parentId,
    children_ids: input.children_ids ?? [],
    event_type: input.event_type,
    event_name: input.event_name || "unknown",
    source: input.source || "unknown",
    project_id: projectId,
    inputs: input.inputs,
    outputs: toOutputs(input.outputs),
    config: input.config ?? {},
    metadata: input.metadata ?? {},
    metrics: input.metrics ?? {},
    feedback: input.feedback ?? {},
    user_properties: input.user_properties ?? {},
    error: input.error || null,
    ...completeTimes(input, nowMs),
  };
}

/** Posting an event again changes what the second post names. */
export function toEventPatch(input: EventInput, event: Event): EventPatch {
  return {
    replace: {
      event_type: event.event_type,
      inputs: event.inputs,
      ...(input.event_name ? { event_name: event.event_name } : {}),
      ...(input.source ? { source: event.source } : {}),
      ...(input.parent_id ? { parent_id: event.parent_id } : {}),
      ...((input.outputs ?? undefined) === undefined ? {} : { outputs: event.outputs }),
      ...(input.error === undefined ? {} : { error: event.error }),
      ...(input.end_time === undefined ? {} : { end_time: event.end_time }),
      ...(input.duration === undefined ? {} : { duration: event.duration }),
    },
    merge: {
      config: event.config,
      metadata: event.metadata,
      metrics: event.metrics,
      feedback: event.feedback,
      user_properties: event.user_properties,
    },
  };
}

/** Outputs are an object; a client that has one plain value gets it back as `result`. */
export function toOutputs(outputs: unknown): JsonObject {
  if (outputs === undefined || outputs === null) return {};
  return isJsonObject(outputs) ? outputs : { result: outputs };
}
