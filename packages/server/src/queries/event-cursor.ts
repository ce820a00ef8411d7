import { FilterError, type Condition } from "./compile-filter.js";

/** Where a list goes on: after its last event. Neither its start nor its id ever changes. */
export function toCursor(startMicros: number, eventId: string): string {
  return Buffer.from(`${startMicros} ${eventId}`).toString("base64url");
}

/** The events that come after it where the newest are first, and those of a time by their ids. */
export function compileCursor(cursor: string | undefined): Condition[] {
  if (cursor === undefined) return [];
  const [, micros, id] = /^(-?\d{1,16}) (.+)$/s.exec(fromBase64(cursor)) ?? [];
  if (micros === undefined || id === undefined) {
    throw new FilterError(
      "cursor",
      `Expected \`cursor\` to be the \`nextCursor\` of an answer, got \`${cursor}\`.`,
    );
  }
  const start = "fromUnixTimestamp64Micro({cursor_at:Int64}, 'UTC')";
  return [
    {
      // The first condition finds the place; the second is exact.
      sql: `events.start_time <= ${start} AND (events.start_time < ${start} OR events.event_id > {cursor_id:String})`,
      params: { cursor_at: Number(micros), cursor_id: id },
    },
  ];
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64url").toString();
}
