import type { Event } from "@honeyhive/contract";

import { eventColumns, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";

export function findEvents(projectId: string, eventIds: readonly string[]): Query<Event> {
  return {
    sql: `SELECT ${eventColumns} FROM events FINAL
      WHERE project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}
      ORDER BY version DESC LIMIT 1 BY event_id`,
    params: { project_id: projectId, event_ids: eventIds },
    parse: parseEventRow,
  };
}
