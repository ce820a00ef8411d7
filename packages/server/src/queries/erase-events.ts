import type { Query, Statement } from "../store/store.js";

/** Chosen by their own ids, or by the session's. */
export type EventChoice = { readonly eventId: string } | { readonly sessionId: string };

const chosen = `project_id = {project_id:String}
  AND ({event_id:String} = '' OR event_id = {event_id:String})
  AND ({session_id:String} = '' OR session_id = {session_id:String})`;

export function findChosenEventIds(projectId: string, choice: EventChoice): Query<string> {
  return {
    sql: `SELECT DISTINCT event_id FROM events FINAL WHERE ${chosen}`,
    params: toParams(projectId, choice),
    parse: (row) => String(row["event_id"]),
  };
}

/** Hides the events and their media at once, and for good: no version is later, whatever is sent again. */
export function hideEvents(projectId: string, choice: EventChoice): Statement[] {
  // What the view asks for comes along, so that sessions are hidden with their events.
  const keys = { events: ", event_type", media: ", sha256" };
  return Object.entries(keys).map(([table, rest]) => ({
    at: "any",
    sql: `INSERT INTO ${table} (project_id, session_id, event_id, start_time${rest}, version, is_deleted)
      SELECT DISTINCT project_id, session_id, event_id, start_time${rest}, 18446744073709551615, 1
      FROM ${table} WHERE ${chosen} AND is_deleted = 0`,
    params: toParams(projectId, choice),
  }));
}

/** Takes the rows off the disk, in the background; what hides them stays. */
export function eraseEvents(projectId: string, choice: EventChoice): Statement[] {
  return ["events", "sessions", "media"].map((table) => ({
    at: "all",
    sql: `ALTER TABLE ${table}{{LOCAL}}{{ON_CLUSTER}} DELETE WHERE ${chosen} AND is_deleted = 0`,
    params: toParams(projectId, choice),
  }));
}

export function erasePatches(projectId: string, eventIds: readonly string[]): Statement {
  return {
    at: "all",
    sql: `ALTER TABLE event_patches{{LOCAL}}{{ON_CLUSTER}} DELETE
      WHERE project_id = {project_id:String} AND event_id IN {event_ids:Array(String)}`,
    params: { project_id: projectId, event_ids: eventIds },
  };
}

function toParams(
  projectId: string,
  choice: EventChoice,
): { project_id: string; event_id: string; session_id: string } {
  return {
    project_id: projectId,
    event_id: "eventId" in choice ? choice.eventId : "",
    session_id: "sessionId" in choice ? choice.sessionId : "",
  };
}
