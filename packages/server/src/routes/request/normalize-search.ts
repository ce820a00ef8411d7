import { HttpError } from "../../lib/http-error.js";
import { isJsonObject, parseJson } from "../../lib/json.js";

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

const relativeForm = /^(\d{1,9})([mhdw])$/;
const rangeForms = [["relative"], ["start_time", "end_time"], ["$gte", "$lte"]];

/**
 * Besides `$gte` and `$lte` there are `{relative: "7d"}`, `"7d"` alone, and `{start_time, end_time}`. Whoever names a
 * range and is not understood is not given everything.
 */
function toDateRange(range: unknown, nowMs: number): unknown {
  if (typeof range === "string" && relativeForm.test(range))
    return toDateRange({ relative: range }, nowMs);
  if (!isJsonObject(range)) return range;
  const form = rangeForms.find((names) => names.some((name) => name in range));
  const unknown = Object.keys(range).find((name) => form?.includes(name) !== true);
  if (unknown !== undefined) {
    const field = form === undefined ? "dateRange" : `dateRange.${unknown}`;
    const expected = rangeForms.map((names) => names.map((name) => `\`${name}\``).join(" and "));
    throw invalidRange(field, `to name ${expected.join(", or ")}, got \`${unknown}\``);
  }
  if ("relative" in range) return { $gte: nowMs - toSpanMs(range["relative"]) };
  if ("start_time" in range || "end_time" in range) {
    return { $gte: range["start_time"], $lte: range["end_time"] };
  }
  return range;
}

function toSpanMs(relative: unknown): number {
  const [, count, unit = ""] = relativeForm.exec(String(relative)) ?? [];
  if (count !== undefined) return Number(count) * (unitMs[unit] ?? 0);
  throw invalidRange(
    "dateRange.relative",
    `to be a number of minutes, hours, days or weeks, such as \`7d\`, got \`${String(relative)}\``,
  );
}

function invalidRange(field: string, expected: string): HttpError {
  const message = `Expected \`${field}\` ${expected}. Leave it out for all times.`;
  return new HttpError(400, "INVALID_REQUEST", message, { field });
}
