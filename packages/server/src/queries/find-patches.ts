import { parseJsonObject } from "../json.js";
import type { EventPatch } from "../events/event-patch.js";
import type { Query } from "../store/store.js";

export interface StoredPatch {
  readonly eventId: string;
  readonly patch: EventPatch;
}

/** Patches in the order in which they are folded. */
export function findPatches(projectId: string, eventIds: readonly string[]): Query<StoredPatch> {
  return {
    sql: `SELECT event_id, body FROM event_patches FINAL
      WHERE project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}
      ORDER BY event_id, patched_at, patch_id`,
    params: { project_id: projectId, event_ids: eventIds },
    parse: (row) => ({
      eventId: String(row["event_id"]),
      // Written by `PatchLog` and by nobody else.
      patch: (parseJsonObject(String(row["body"])) ?? {}) as EventPatch,
    }),
  };
}
