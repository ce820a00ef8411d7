import { buckets, type Event } from "@honeyhive/contract";

const plainFields = ["event_name", "source", "session_id", "duration", "start_time", "error"];

/** What the sessions at hand can be filtered by: their own fields, and the keys that stand in their buckets. */
export function fieldNames(sessions: readonly Event[]): readonly string[] {
  const keys = new Set(
    sessions.flatMap((session) =>
      buckets.flatMap((bucket) => Object.keys(session[bucket]).map((key) => `${bucket}.${key}`)),
    ),
  );
  return [...[...keys].toSorted(), ...plainFields];
}
