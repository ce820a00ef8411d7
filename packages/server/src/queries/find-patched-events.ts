import type { Query } from "../store/store.js";

/** Which of these events have patches. Existence only, so no `FINAL`. */
export function findPatchedEvents(projectId: string, eventIds: readonly string[]): Query<string> {
  return {
    sql: `SELECT DISTINCT event_id FROM event_patches
      WHERE project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}`,
    params: { project_id: projectId, event_ids: eventIds },
    parse: (row) => String(row["event_id"]),
  };
}
