import { runIdCount, runIdLists, type RunOfList } from "@honeyhive/contract";

import { asObject } from "../../../lib/form/read-json.js";
import { isLive } from "../../../lib/api/run-queries.js";

export interface RunRow {
  readonly run: RunOfList;
  /** Undefined as long as nobody counted. */
  readonly passed: number | undefined;
  readonly total: number;
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly durationMs: number | undefined;
}

/** A run as the list shows it. `results` is what its client wrote, so nothing in it is taken for granted. */
export function toRunRow(run: RunOfList): RunRow {
  const outcomes = asObject(run.results["outcomes"]);
  const counts = Object.values(outcomes ?? {}).filter((count) => typeof count === "number");
  const passed = outcomes?.["passed"];
  return {
    run,
    passed: typeof passed === "number" ? passed : undefined,
    total:
      counts.length > 0
        ? counts.reduce((sum, count) => sum + count, 0)
        : Math.max(...runIdLists.map((list) => runIdCount(run, list) ?? 0)),
    metrics: readMetrics(run.results["metrics"]),
    durationMs: readDuration(run),
  };
}

/** `[{ name, mean }]` as our SDK writes them, or `{ accuracy: 0.9 }`. */
function readMetrics(metrics: unknown): RunRow["metrics"] {
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(metrics)
    ? metrics.map(asObject).map((metric) => [metric?.["name"], metric?.["mean"]])
    : Object.entries(asObject(metrics) ?? {});
  return entries.flatMap(([name, value]) =>
    typeof name === "string" && typeof value === "number" ? [{ name, value }] : [],
  );
}

/** A run that is over was last touched when it ended. */
function readDuration(run: RunOfList): number | undefined {
  if (isLive(run.status)) return undefined;
  const elapsed = Date.parse(run.updated_at) - Date.parse(run.created_at);
  return elapsed > 0 ? elapsed : undefined;
}
