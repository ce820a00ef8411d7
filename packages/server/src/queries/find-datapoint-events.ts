import type { Event } from "@honeyhive/contract";

import { eventColumns, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";

export interface DatapointEventsRequest {
  readonly sessionIds: readonly string[];
  readonly eventName: string | undefined;
  readonly eventType: string | undefined;
}

/** Events of these sessions by name and type, oldest first. */
export function findDatapointEvents(
  projectId: string,
  { sessionIds, eventName, eventType }: DatapointEventsRequest,
): Query<Event> {
  return {
    sql: `SELECT ${eventColumns} FROM events FINAL
      WHERE project_id = {project_id:String} AND session_id IN {session_ids:Array(String)}
        AND ({event_name:String} = '' OR event_name = {event_name:String})
        AND ({event_type:String} = '' OR event_type = {event_type:String})
      ORDER BY start_time, version DESC, event_id LIMIT 1 BY event_id`,
    params: {
      project_id: projectId,
      session_ids: sessionIds,
      event_name: eventName ?? "",
      event_type: eventType ?? "",
    },
    parse: parseEventRow,
  };
}
