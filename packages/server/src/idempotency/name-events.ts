import type { EventInput, SessionInput } from "@honeyhive/contract";

import type { DerivedIds } from "../lib/derived-ids.js";

/** Gives ids to the events that have none, where the request may come again. */
export function nameEvents(
  inputs: readonly EventInput[],
  ids: DerivedIds | undefined,
): readonly EventInput[] {
  return ids === undefined ? inputs : inputs.map((input) => nameEvent(input, ids));
}

function nameEvent(input: EventInput, ids: DerivedIds): EventInput {
  if (input.event_type !== "session") {
    const { event_id, session_id } = input;
    return { ...input, event_id: event_id || ids.uuid(), session_id: session_id || ids.uuid() };
  }
  return input.event_id || input.session_id ? input : { ...input, session_id: ids.uuid() };
}

export function nameSession(input: SessionInput, ids: DerivedIds | undefined): SessionInput {
  return ids === undefined || input.session_id ? input : { ...input, session_id: ids.uuid() };
}
