import type { EventMetrics } from "@honeyhive/contract";

import { parseJsonObject } from "../lib/json.js";
import type { Query } from "../store/store.js";
import type { Condition } from "./compile-filter.js";
import { isOfRunFinal, type RunScope } from "./of-run.js";

/** Every event of a run that carries metrics, oldest first. Explanations and other texts are no metrics. */
export function findRunMetrics(
  projectId: string,
  run: RunScope,
  conditions: readonly Condition[],
): Query<EventMetrics> {
  const all = [isOfRunFinal(run), ...conditions];
  return {
    sql: `SELECT event_name, event_type, session_id, datapoint_id, metrics FROM events FINAL
      WHERE project_id = {project_id:String}
        AND metrics != '{}' AND ${all.map(({ sql }) => sql).join(" AND ")}
      ORDER BY start_time, version DESC, event_id LIMIT 1 BY event_id`,
    params: {
      ...Object.fromEntries(all.flatMap(({ params }) => Object.entries(params))),
      project_id: projectId,
    },
    parse: (row) => {
      const datapointId = String(row["datapoint_id"]);
      const metrics = parseJsonObject(String(row["metrics"])) ?? {};
      return {
        event_name: String(row["event_name"]),
        event_type: String(row["event_type"]),
        session_id: String(row["session_id"]),
        metadata: datapointId === "" ? {} : { datapoint_id: datapointId },
        metrics: Object.fromEntries(Object.entries(metrics).filter(isMeasured)),
      };
    },
  };
}

function isMeasured(entry: [string, unknown]): entry is [string, number | boolean] {
  return typeof entry[1] === "number" || typeof entry[1] === "boolean";
}
