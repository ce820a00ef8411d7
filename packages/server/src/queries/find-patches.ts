import type { JsonObject } from "@honeyhive/contract";

import { parseJsonObject } from "../lib/json.js";
import type { Query } from "../store/store.js";

export interface StoredPatch {
  readonly eventId: string;
  readonly patchId: string;
  readonly body: JsonObject;
}

/** Patches in the order in which they are folded. */
export function findPatches(projectId: string, eventIds: readonly string[]): Query<StoredPatch> {
  return {
    sql: `SELECT event_id, patch_id, body FROM event_patches FINAL
      WHERE project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}
      ORDER BY event_id, patched_at, patch_id`,
    params: { project_id: projectId, event_ids: eventIds },
    parse: (row) => ({
      eventId: String(row["event_id"]),
      patchId: String(row["patch_id"]),
      body: parseJsonObject(String(row["body"])) ?? {},
    }),
  };
}
