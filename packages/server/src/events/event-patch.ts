import { buckets, type Bucket, type Event, type JsonObject } from "@honeyhive/contract";

import { completeTimes } from "../lib/times.js";
import { joinMessages, type LoggedMessage } from "../mapping/messages/logged-messages.js";

/** A change of an event. Applying all patches of an event in order gives the same result however often it is done. */
export interface EventPatch {
  /** Keys are set one by one; keys that are not named stay. */
  readonly merge?: Partial<Record<Bucket, JsonObject>>;
  readonly replace?: Partial<Pick<Event, ReplaceableField>>;
  /** Keys of metadata to remove. */
  readonly dropMetadata?: readonly string[];
  /** Messages of the event's conversation that came as logs. */
  readonly messages?: readonly LoggedMessage[];
}

export type ReplaceableField =
  | "event_name"
  | "event_type"
  | "source"
  | "parent_id"
  | "children_ids"
  | "inputs"
  | "outputs"
  | "error"
  | "end_time"
  | "duration";

/** The latest patch wins for each key. `start_time` never changes: it is part of the row's place. */
export function applyPatches(event: Event, patches: readonly EventPatch[]): Event {
  const patched = patches.reduce(applyPatch, event);
  // All of them at once: they are in order of their own times.
  const joined = joinMessages(
    patched,
    patches.flatMap(({ messages }) => (messages === undefined ? [] : [messages])),
  );
  const isGiven = (bucket: "inputs" | "outputs"): boolean =>
    patches.some(({ merge, replace }) => (merge?.[bucket] ?? replace?.[bucket]) !== undefined);
  return {
    ...joined,
    // What somebody set counts more than what was logged.
    inputs: isGiven("inputs") ? { ...joined.inputs, ...patched.inputs } : joined.inputs,
    outputs: isGiven("outputs") ? { ...joined.outputs, ...patched.outputs } : joined.outputs,
  };
}

function applyPatch(event: Event, patch: EventPatch): Event {
  const replaced: Event = { ...event, ...patch.replace, ...timesOf(event, patch) };
  // The table of sessions has such an event; it would not learn that it is none any more.
  const isMarked = event.event_type === "session" && event.event_id !== event.session_id;
  const merged: Partial<Record<Bucket, JsonObject>> = {};
  for (const bucket of buckets) {
    const changes = patch.merge?.[bucket];
    if (changes !== undefined) merged[bucket] = { ...replaced[bucket], ...changes };
  }
  const result: Event = { ...replaced, ...merged, ...(isMarked ? { event_type: "session" } : {}) };
  if (patch.dropMetadata === undefined) return result;
  const dropped = new Set(patch.dropMetadata);
  const kept = Object.entries(result.metadata).filter(([key]) => !dropped.has(key));
  return { ...result, metadata: Object.fromEntries(kept) };
}

/** An end without a duration moves the duration, and the other way round. */
function timesOf(event: Event, { replace }: EventPatch): Partial<Event> {
  const { end_time, duration } = replace ?? {};
  if (end_time === undefined && duration === undefined) return {};
  const { start_time } = event;
  return completeTimes({ start_time, end_time, duration }, start_time);
}
