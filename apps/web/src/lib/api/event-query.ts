import type { Event } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "./api-context.js";

/** One event by its id, which says the session that it is in. */
export function eventQuery(api: Api, eventId: string): UseQueryOptions<Event> {
  return {
    queryKey: [api.scope, "event", eventId],
    queryFn: async ({ signal }) =>
      (await api.call("getEvent", { params: { event_id: eventId }, signal })).event,
  };
}
