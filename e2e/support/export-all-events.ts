import type { Client, Event, EventFilter } from "@honeyhive/contract";

const pageSize = 5000;

/** Every event of the client's project that passes the filters, page by page. */
export async function exportAllEvents(
  client: Client,
  filters: readonly EventFilter[] = [],
): Promise<Event[]> {
  const events: Event[] = [];
  let cursor: string | undefined;
  do {
    const body = { filters, limit: pageSize, totalUpTo: 1, cursor };
    const answer = await client("exportEvents", { body });
    events.push(...answer.events);
    cursor = answer.nextCursor;
  } while (cursor !== undefined);
  return events;
}
