/** Calls that say what they used, and so can be told from others. */
export const hasTokens = "event_type = 'model' AND (prompt_tokens > 0 OR completion_tokens > 0)";

/** What a call used; and what the event directly above it would have used for both to be one call. */
export const ownUsage = "cityHash64(event_id, prompt_tokens, completion_tokens)";
export const usageAbove =
  "cityHash64(if(parent_id = event_id, '', parent_id), prompt_tokens, completion_tokens)";

/** Told apart by what rows are sorted by: an event that began in another hour once is counted in both. */
export const rowOfCall =
  "cityHash64(toStartOfHour(events.start_time), events.session_id, events.event_id)";

export type UsageColumn = "prompt_tokens" | "completion_tokens" | "total_tokens" | "cost";

export interface CountedEvents {
  /** All conditions that an event has to meet to be counted. */
  readonly where: string;
  /** What is summed up. */
  readonly usage: UsageColumn;
  /** Where only calls are looked at that have this in common, such as the hour in which they began. */
  readonly within?: string | undefined;
}

/**
 * Condition that leaves out calls which repeat what the call directly above them used, as roll-ups of sessions do. Where
 * the call above is not counted itself, because a filter or the dates leave it out, the one below it is.
 *
 * Sessions that might have any are found without regard to versions of events: mostly there are none, and to merge all
 * rows once more would cost as much as the chart.
 */
export function exceptRepeated({ where, usage, within }: CountedEvents): string {
  const suspects = `SELECT session_id FROM events WHERE ${where} AND ${hasTokens}
      GROUP BY session_id HAVING notEmpty(arrayIntersect(groupArray(${ownUsage}), groupArray(${usageAbove})))`;
  return `${rowOfCall} NOT IN (
    SELECT repeated.1 FROM (${repeatedCalls({ where: `${where} AND session_id IN (${suspects})`, usage, within })}))`;
}

/** Of each call that repeats the one directly above it `repeated`: its row, and the hour in which it began. */
export function repeatedCalls({ where, usage, within }: CountedEvents): string {
  // Tokens that are alike are said above; a cost need not be.
  const saidAbove = usage === "cost" ? "cost > 0" : "true";
  return `SELECT arrayJoin(arrayFilter(call -> has(above, call.3), calls)) AS repeated FROM (
      SELECT groupArray((${rowOfCall}, toUnixTimestamp(toStartOfHour(start_time)), ${usageAbove})) AS calls,
        arrayIntersect(groupArrayIf(${ownUsage}, ${saidAbove}), calls.3) AS above
      FROM events FINAL WHERE ${where} AND ${hasTokens}
      GROUP BY session_id${within === undefined ? "" : `, ${within}`}
    )`;
}
