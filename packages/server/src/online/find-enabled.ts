import type { Metric } from "@honeyhive/contract";

import { entityColumns, parseEntity } from "../entities/entity-row.js";
import { toMetric } from "../entities/to-metric.js";
import type { Store } from "../store/store.js";

export interface EnabledMetric {
  readonly projectId: string;
  readonly metric: Metric;
}

/** Metrics of all projects that are to be run on events as they come. */
export async function findEnabledMetrics(store: Store): Promise<EnabledMetric[]> {
  const enabled = await store.selectOfAllProjects({
    sql: `SELECT project_id, ${entityColumns} FROM entities FINAL
      WHERE kind = 'metric' AND JSONExtractBool(body, 'content', 'enabled_in_prod')
      ORDER BY project_id, id`,
    params: {},
    parse: (row) => ({ projectId: String(row["project_id"]), metric: toMetric(parseEntity(row)) }),
  });
  // People say what those of type HUMAN are.
  return enabled.filter(({ metric }) => metric.type !== "HUMAN");
}
