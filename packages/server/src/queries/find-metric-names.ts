import type { Query } from "../store/store.js";

/** Names of the metrics that events of these runs carry. Existence only, so no `FINAL`. */
export function findMetricNames(projectId: string, runIds: readonly string[]): Query<string> {
  return {
    sql: `SELECT DISTINCT arrayJoin(JSONExtractKeys(metrics)) AS name FROM events
      WHERE project_id = {project_id:String} AND run_id IN {run_ids:Array(String)} AND metrics != '{}'
      ORDER BY name LIMIT 1000`,
    params: { project_id: projectId, run_ids: runIds },
    parse: (row) => String(row["name"]),
  };
}
