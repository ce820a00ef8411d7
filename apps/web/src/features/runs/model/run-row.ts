import type { ExperimentRun, JsonObject } from "@honeyhive/contract";

import { isLive } from "../../../lib/run-queries.js";

export interface RunRow {
  readonly run: ExperimentRun;
  readonly passed: number | undefined;
  readonly total: number;
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly durationMs: number | undefined;
}

/** A run as the list shows it. `results` is what its client wrote, so nothing in it is taken for granted. */
export function toRunRow(run: ExperimentRun): RunRow {
  const { results } = run;
  return {
    run,
    passed: toCount(results["passed"]) ?? toCount(asObject(results["outcomes"])?.["passed"]),
    total:
      toCount(results["total"]) ??
      Math.max(run.session_ids.length, run.event_ids.length, run.datapoint_ids.length),
    metrics: readMetrics(results["metrics"]),
    durationMs: readDuration(run),
  };
}

/** `{ accuracy: 0.9 }`, `{ accuracy: { aggregate: 0.9 } }` or `{ details: [{ metric_name, aggregate }] }`. */
function readMetrics(metrics: unknown): RunRow["metrics"] {
  const details = Array.isArray(metrics) ? metrics : asObject(metrics)?.["details"];
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(details)
    ? details.map((detail: unknown) => {
        const object = asObject(detail);
        return [object?.["metric_name"] ?? object?.["name"], detail];
      })
    : Object.entries(asObject(metrics) ?? {});
  return entries.flatMap(([name, entry]) => {
    const value = readAggregate(entry);
    return typeof name === "string" && value !== undefined ? [{ name, value }] : [];
  });
}

function readAggregate(entry: unknown): number | undefined {
  if (typeof entry === "number") return entry;
  const object = asObject(entry);
  return [object?.["aggregate"], object?.["average"], object?.["mean"], object?.["value"]].find(
    (value) => typeof value === "number",
  );
}

function readDuration(run: ExperimentRun): number | undefined {
  const told = run.results["duration_ms"] ?? run.results["duration"];
  if (typeof told === "number") return told;
  if (isLive(run.status)) return undefined;
  const elapsed = Date.parse(run.updated_at) - Date.parse(run.created_at);
  return elapsed > 0 ? elapsed : undefined;
}

function toCount(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === "number" ? value : undefined;
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value }
    : undefined;
}
