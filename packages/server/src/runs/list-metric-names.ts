import { explainedName } from "@honeyhive/contract";

import {
  findMetricNames,
  findMetricNamesOfSessions,
  type MetricName,
} from "../queries/find-metric-names.js";
import type { RunSources } from "./load-run-events.js";

/**
 * Names of the metrics of these runs, in the order of the names: those of events that name a run, and of all that is in
 * sessions that do. What explains another metric is none.
 */
export async function listMetricNames(
  { store, mixedSessions }: RunSources,
  projectId: string,
  runIds: readonly string[],
): Promise<string[]> {
  if (runIds.length === 0) return [];
  const findUnnamed = async (): Promise<MetricName[]> => {
    const sessionIds = await mixedSessions.findNaming(store, projectId, runIds);
    if (sessionIds.length === 0) return [];
    return store.select(findMetricNamesOfSessions(projectId, sessionIds));
  };
  const named = store.select(findMetricNames(projectId, runIds));
  const found = (await Promise.all([named, findUnnamed()])).flat();
  const names = new Set(found.map(({ name }) => name));
  const metrics = found.filter(
    ({ name, isMeasured }) => isMeasured || !names.has(explainedName(name) ?? ""),
  );
  return [...new Set(metrics.map(({ name }) => name))].toSorted();
}
