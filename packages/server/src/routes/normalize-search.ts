import { isJsonObject, parseJson } from "../lib/json.js";

/** Filters, range and projections may be JSON text, and numbers may be text. */
export function normalizeSearch(body: unknown, nowMs: number): unknown {
  if (!isJsonObject(body)) return body;
  const entries = Object.entries(body)
    .filter(([, value]) => value !== null)
    .map(([key, value]): [string, unknown] => {
      if (key === "dateRange") return [key, toDateRange(fromText(value), nowMs)];
      if (key === "limit" || key === "page") return [key, fromText(value)];
      return [key, key === "filters" || key === "projections" ? fromText(value) : value];
    });
  return Object.fromEntries(entries);
}

function fromText(value: unknown): unknown {
  return typeof value === "string" ? (parseJson(value) ?? value) : value;
}

const unitMs: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Besides `$gte` and `$lte` there are `{relative: "7d"}` and `{start_time, end_time}`. */
function toDateRange(range: unknown, nowMs: number): unknown {
  if (!isJsonObject(range)) return range;
  const relative = /^(\d+)([mhdw])$/.exec(String(range["relative"] ?? ""));
  if (relative !== null) {
    return { $gte: nowMs - Number(relative[1]) * (unitMs[relative[2] ?? ""] ?? 0) };
  }
  if ("start_time" in range || "end_time" in range) {
    return { $gte: range["start_time"], $lte: range["end_time"] };
  }
  return range;
}
