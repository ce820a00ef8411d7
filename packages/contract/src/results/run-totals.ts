import type { JsonObject } from "../events/event.js";
import { formatDecimal } from "../text/format-decimal.js";

export interface RunTotal {
  readonly name: string;
  readonly value: string;
}

/** What a client has said of its run as a whole, beside the metrics: weighted score, run evaluators, pass@k. */
export function runTotals(results: JsonObject): RunTotal[] {
  return [
    ...weightedScore(results),
    ...list(results["run_scores"]).flatMap(runScore),
    ...list(results["pass_rates"]).slice(-1).flatMap(passRates),
  ];
}

function weightedScore({ weighted_score: score, weights }: JsonObject): RunTotal[] {
  if (typeof score !== "number") return [];
  const parts = isObject(weights)
    ? Object.entries(weights).map(([name, weight]) => `${name} × ${String(weight)}`)
    : [];
  const of = parts.length === 0 ? "" : ` (${parts.join(", ")})`;
  return [{ name: "weighted score", value: `${formatDecimal(score)}${of}` }];
}

function runScore(entry: unknown): RunTotal[] {
  if (!isObject(entry) || typeof entry["name"] !== "string") return [];
  const { name, value, error } = entry;
  if (typeof error === "string") return [{ name, value: `failed: ${error}` }];
  const isShort = typeof value === "number" && !Number.isInteger(value);
  return [{ name, value: isShort ? formatDecimal(value) : String(value ?? "–") }];
}

/** Of the most trials: with fewer there is less to say. */
function passRates(entry: unknown): RunTotal[] {
  if (!isObject(entry)) return [];
  const { k, passAtK, passHatK, cases } = entry;
  if (typeof passAtK !== "number" || typeof passHatK !== "number") return [];
  const of = `${String(cases)} cases`;
  return [
    { name: `pass@${String(k)}`, value: `${formatDecimal(passAtK)} of ${of}` },
    { name: `pass^${String(k)}`, value: `${formatDecimal(passHatK)} of ${of}` },
  ];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
