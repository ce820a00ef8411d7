import type { Client, Event, ExportEventsRequest } from "@honeyhive/contract";

const pageSize = 1_000;

/** All events that are meant, a page at a time, the latest first. What arrives meanwhile is newer, and not among them. */
export async function* readEvents(
  call: Client,
  request: ExportEventsRequest,
): AsyncGenerator<readonly Event[]> {
  let place: Pick<ExportEventsRequest, "cursor" | "page"> = {};
  for (let page = 1; ; page++) {
    const body = { ...request, ...place, limit: pageSize, totalUpTo: pageSize };
    const { events, nextCursor, totalEvents } = await call("exportEvents", { body });
    yield events;
    if (nextCursor !== undefined) place = { cursor: nextCursor };
    // Other servers count all, and have pages alone.
    else if (page * pageSize < totalEvents) place = { page: page + 1 };
    else return;
  }
}
