/** What rows of `events` are sorted by, after their project: versions of an event have it in common. */
export const rowKey = "toStartOfHour(start_time), session_id, event_id";

export interface LatestRowsOptions {
  /** Default: all events. */
  readonly source?: string;
  /** What versions of an event have in common wherever they are. Default: its id. */
  readonly identity?: string;
}

/**
 * Events as they are now, for conditions on ids and times, which no version changes. `FINAL` would read all columns
 * of all rows near those that are wanted, to merge them; here wide columns are read where a row is found.
 */
export function latestRows(
  columns: string,
  where: string,
  { source = "events", identity = "event_id" }: LatestRowsOptions = {},
): string {
  return `SELECT * EXCEPT (age, is_deleted) FROM (
      SELECT ${columns}, (version, received_at) AS age, is_deleted
      FROM ${source} WHERE ${where}
      ORDER BY age DESC LIMIT 1 BY ${rowKey}
    ) WHERE is_deleted = 0 ORDER BY age DESC LIMIT 1 BY ${identity}`;
}
