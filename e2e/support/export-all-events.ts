import type { Client, Event, EventFilter } from "@honeyhive/contract";

const pageSize = 5000;

/** Every event of the client's project that passes the filters, page by page. */
export async function exportAllEvents(
  client: Client,
  filters: readonly EventFilter[] = [],
): Promise<Event[]> {
  const events: Event[] = [];
  for (let page = 1; ; page++) {
    const body = { filters, limit: pageSize, page };
    const answer = await client("exportEvents", { body });
    events.push(...answer.events);
    if (answer.events.length < pageSize) return events;
  }
}
