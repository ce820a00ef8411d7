import type { Query } from "../store/store.js";

export interface StoredMedia {
  readonly mimeType: string;
  readonly bytes: Buffer<ArrayBuffer>;
}

/** What an event refers to by this hash. */
export function findMedia(projectId: string, eventId: string, sha256: string): Query<StoredMedia> {
  return {
    sql: `SELECT mime_type, content FROM media FINAL
      WHERE project_id = {project_id:String} AND event_id = {event_id:String} AND sha256 = {sha256:String}
      LIMIT 1`,
    params: { project_id: projectId, event_id: eventId, sha256 },
    parse: (row) => ({
      mimeType: String(row["mime_type"]),
      bytes: Buffer.from(String(row["content"]), "base64"),
    }),
  };
}
