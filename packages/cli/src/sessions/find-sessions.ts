import type { Client, Event, EventFilter } from "@honeyhive/contract";

import { toDateRange, type EventFlags } from "../events/event-flags.js";

export interface SessionQuery extends EventFlags {
  /** Part of the session's name. */
  readonly name?: string | undefined;
  /** Only sessions with an error. */
  readonly errors?: boolean | undefined;
  readonly limit: number;
}

export interface FoundSessions {
  readonly sessions: readonly Event[];
  /** Beyond the limit. */
  readonly hasMore: boolean;
}

/** The latest sessions first. */
export async function findSessions(call: Client, query: SessionQuery): Promise<FoundSessions> {
  const { limit } = query;
  const { events, totalEvents, moreThanTotal } = await call("exportEvents", {
    body: {
      filters: toFilters(query),
      dateRange: toDateRange(query),
      limit,
      totalUpTo: limit,
    },
  });
  return { sessions: events, hasMore: moreThanTotal === true || totalEvents > events.length };
}

function toFilters({ name, errors, where = [] }: SessionQuery): EventFilter[] {
  return [
    { field: "event_type", operator: "is", value: "session" },
    ...(name === undefined
      ? []
      : [{ field: "event_name", operator: "contains", value: name } as const]),
    ...(errors === true ? [{ field: "error", operator: "exists" } as const] : []),
    ...where,
  ];
}
