import type { Event } from "@honeyhive/contract";

import { eventColumns, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";
import { latestRows } from "./latest-rows.js";

export function findEvents(projectId: string, eventIds: readonly string[]): Query<Event> {
  return {
    sql: latestRows(
      eventColumns,
      "project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}",
    ),
    params: { project_id: projectId, event_ids: eventIds },
    parse: parseEventRow,
  };
}
