import type { Event, ExperimentRun } from "@honeyhive/contract";

import { eventColumns, parseEventRow } from "../store/event-row.js";
import type { Query } from "../store/store.js";

/** The events of a run that its result is made of: sessions, case roots, and whatever carries metrics. */
export function findRunEvents(projectId: string, run: ExperimentRun): Query<Event> {
  return {
    sql: `SELECT ${eventColumns} FROM events FINAL
      WHERE project_id = {project_id:String}
        AND (run_id = {run_id:String} OR session_id IN {session_ids:Array(String)})
        AND (event_id = session_id OR metrics != '{}' OR JSONHas(metadata, 'outcome'))
      ORDER BY start_time, version DESC, event_id LIMIT 1 BY event_id`,
    // A run may name its sessions instead of being named by them; some clients call them events.
    params: {
      project_id: projectId,
      run_id: run.run_id,
      session_ids: [...run.session_ids, ...run.event_ids],
    },
    parse: parseEventRow,
  };
}
