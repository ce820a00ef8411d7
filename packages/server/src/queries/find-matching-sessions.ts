import type { EventFilter } from "@honeyhive/contract";

import type { Query } from "../store/store.js";
import { compileFilters } from "./compile-filter.js";

/** Which of the sessions have an event that matches all filters. */
export function findMatchingSessions(
  projectId: string,
  sessionIds: readonly string[],
  filters: readonly EventFilter[],
): Query<string> {
  const conditions = compileFilters(filters);
  return {
    sql: `SELECT DISTINCT session_id FROM events FINAL
      WHERE project_id = {project_id:String} AND session_id IN {session_ids:Array(String)}
        AND ${conditions.map(({ sql }) => sql).join(" AND ")}`,
    params: {
      ...Object.fromEntries(conditions.flatMap(({ params }) => Object.entries(params))),
      project_id: projectId,
      session_ids: sessionIds,
    },
    parse: (row) => String(row["session_id"]),
  };
}
