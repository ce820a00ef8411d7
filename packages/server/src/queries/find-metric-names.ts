import type { Query } from "../store/store.js";

/** Names of all metrics that events of runs carry. Existence only, so no `FINAL`. */
export function findMetricNames(projectId: string): Query<string> {
  return {
    sql: `SELECT DISTINCT arrayJoin(JSONExtractKeys(metrics)) AS name FROM events
      WHERE project_id = {project_id:String} AND run_id != '' AND metrics != '{}'
      ORDER BY name LIMIT 1000`,
    params: { project_id: projectId },
    parse: (row) => String(row["name"]),
  };
}
