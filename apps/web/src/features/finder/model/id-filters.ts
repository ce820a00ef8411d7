import type { EventFilter } from "@honeyhive/contract";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const traceId = /^[0-9a-f]{32}$/;
const spanId = /^[0-9a-f]{16}$/;

/** The id of a run or a session, as logs and addresses have it. */
export function toUuid(text: string): string | undefined {
  const id = text.trim().toLowerCase();
  return uuid.test(id) ? id : undefined;
}

/** What finds the events that an id may be of; several, since one does not say of what it is. None for other text. */
export function idFilters(text: string): readonly EventFilter[] {
  const id = text.trim().toLowerCase();
  const is = (field: string): EventFilter => ({ field, operator: "is", value: id });
  if (uuid.test(id)) return [is("event_id"), is("session_id")];
  if (traceId.test(id)) return [is("trace_id")];
  if (spanId.test(id)) return [is("span_id")];
  return [];
}
