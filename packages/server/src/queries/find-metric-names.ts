import type { Query } from "../store/store.js";

export interface MetricName {
  readonly name: string;
  /** False of what is text alone, as explanations are. */
  readonly isMeasured: boolean;
}

/** Names of the metrics that events carry which name one of these runs. Existence only, so no `FINAL`. */
export function findMetricNames(projectId: string, runIds: readonly string[]): Query<MetricName> {
  return namesWhere("run_id IN {run_ids:Array(String)}", {
    project_id: projectId,
    run_ids: runIds,
  });
}

/** The same of events in these sessions. */
export function findMetricNamesOfSessions(
  projectId: string,
  sessionIds: readonly string[],
): Query<MetricName> {
  return namesWhere("session_id IN {session_ids:Array(String)}", {
    project_id: projectId,
    session_ids: sessionIds,
  });
}

function namesWhere(condition: string, params: Query<MetricName>["params"]): Query<MetricName> {
  return {
    sql: `SELECT name, max(type NOT IN ('String', 'Null')) AS is_measured FROM (
        SELECT arrayJoin(JSONExtractKeys(metrics)) AS name, JSONType(metrics, name) AS type FROM events
        WHERE project_id = {project_id:String} AND ${condition} AND metrics != '{}'
      ) GROUP BY name ORDER BY name LIMIT 1000`,
    params,
    parse: (row) => ({ name: String(row["name"]), isMeasured: Number(row["is_measured"]) === 1 }),
  };
}
