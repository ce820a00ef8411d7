import type { Event } from "@honeyhive/contract";

/** The event without the subtree that a session's answer nests in it. */
export function plainEvent(event: Event): Event {
  return Object.fromEntries(
    Object.entries(event).filter(([key]) => key !== "children"),
    // Only a key that `Event` does not have was removed.
  ) as unknown as Event;
}
