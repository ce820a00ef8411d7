import type { Query } from "../store/store.js";

/** The error of a session, and by which event it came. */
export interface BroughtError {
  readonly projectId: string;
  readonly eventId: string;
  readonly patchId: string;
  readonly patchedAtMicros: number;
}

/** Patches that tell an error: no request does, so that an event brought it, whose id is the patch's. */
export function findBroughtErrors(
  projectId: string,
  eventIds: readonly string[],
): Query<BroughtError> {
  return {
    sql: `SELECT event_id, patch_id, toUnixTimestamp64Micro(patched_at) AS micros
      FROM event_patches FINAL
      WHERE project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}
        AND JSONExtractString(body, 'replace', 'error') != ''`,
    params: { project_id: projectId, event_ids: eventIds },
    parse: (row) => ({
      projectId,
      eventId: String(row["event_id"]),
      patchId: String(row["patch_id"]),
      patchedAtMicros: Number(row["micros"]),
    }),
  };
}
