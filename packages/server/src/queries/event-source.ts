import type { EventFilter } from "@honeyhive/contract";

/**
 * The table that has all events which the filters let through, by the name `events`. Those of sessions are kept once
 * more by themselves: they are one in twenty, and lists of them are what people look at.
 */
export function sourceOf(filters?: readonly EventFilter[]): string {
  return tableOf(filters) === "sessions" ? "sessions AS events" : "events";
}

export function tableOf(filters: readonly EventFilter[] = []): "sessions" | "events" {
  return filters.some(isOfSessions) ? "sessions" : "events";
}

function isOfSessions({ field, operator, value }: EventFilter): boolean {
  return field === "event_type" && operator === "is" && value === "session";
}
