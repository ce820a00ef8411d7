import type {
  ChartAggregation,
  ChartBucket,
  ChartPoint,
  DateRange,
  EventFilter,
} from "@honeyhive/contract";

import type { Query } from "../store/store.js";
import { FilterError } from "./compile-filter.js";
import { sourceOf } from "./event-source.js";
import type { RunScope } from "./of-run.js";
import { fieldNames, findEventField, type EventField } from "./event-field.js";
import { experimentSettings, isOfExperiment } from "./of-experiment.js";
import { exceptRepeated, type UsageColumn } from "./repeated-calls.js";
import { compileWhere } from "./search-events.js";

export interface ChartQuestion {
  readonly filters: readonly EventFilter[];
  readonly dateRange?: DateRange | undefined;
  readonly metric: string;
  readonly groupBy?: string | undefined;
  readonly bucket: ChartBucket;
  readonly aggregation: ChartAggregation;
  readonly run?: RunScope | undefined;
  readonly only_experiments: boolean;
}

export const maxPoints = 10_000;

const bucketStarts: Readonly<Record<ChartBucket, string>> = {
  minute: "toStartOfMinute(start_time)",
  hour: "toStartOfHour(start_time)",
  day: "toStartOfDay(start_time)",
  week: "toDateTime(toMonday(start_time), 'UTC')",
  month: "toDateTime(toStartOfMonth(start_time), 'UTC')",
};

const aggregations: Readonly<Record<ChartAggregation, string>> = {
  avg: "avg(number)",
  average: "avg(number)",
  mean: "avg(number)",
  median: percentile(0.5),
  p50: percentile(0.5),
  p75: percentile(0.75),
  p90: percentile(0.9),
  p95: percentile(0.95),
  p99: percentile(0.99),
  sum: "sum(number)",
  min: "min(number)",
  max: "max(number)",
  // Events, whether they have the number or not.
  count: "toFloat64(count())",
};

/** Of all numbers. The engine's `quantile` is of 8,192 of them, chosen by chance. */
function percentile(level: number): string {
  return `quantileExactInclusive(${level})(number)`;
}

/**
 * Points over time, oldest first; of more than 10,000 the latest. What asks for tokens or cost asks of calls, and each of
 * them counts once, however many layers have recorded it; what asks for anything else asks of events.
 */
export function chartEvents(projectId: string, question: ChartQuestion): Query<ChartPoint> {
  const { where, params } = compileWhere(projectId, question);
  const metric = findMetric(question.metric);
  const usage = usageColumns[question.metric];
  const group = question.groupBy === undefined ? undefined : requireField(question.groupBy);
  const number = usage === undefined ? toNumber(metric) : toUsage(usage, metric, question);
  const asked = `${where}${question.only_experiments ? ` AND ${isOfExperiment}` : ""}`;
  const source = sourceOf(question.filters);
  // The table of sessions has no calls.
  const counted =
    usage === undefined || source !== "events"
      ? asked
      : `${asked} AND ${exceptRepeated({ where: asked, usage })}`;
  return {
    sql: `SELECT toUnixTimestamp(bucket) AS at, group_text, value, events FROM (
        SELECT ${bucketStarts[question.bucket]} AS bucket, group_text,
          ${aggregations[question.aggregation]} AS value, count() AS events
        FROM (
          SELECT start_time, ${number} AS number, ${group?.text ?? "''"} AS group_text
          FROM ${source} FINAL WHERE ${counted}${question.only_experiments ? ` SETTINGS ${experimentSettings}` : ""}
        )
        GROUP BY bucket, group_text ORDER BY bucket DESC, group_text LIMIT ${maxPoints}
      ) ORDER BY at, group_text`,
    params: { ...params, ...metric.params, ...group?.params },
    parse: (row) => ({
      bucket: new Date(Number(row["at"]) * 1000).toISOString(),
      ...(group === undefined ? {} : { group: String(row["group_text"]) }),
      // Not a number is what the engine makes of no numbers; its JSON says null.
      value: row["value"] === null ? null : Number(row["value"]),
      count: Number(row["events"]),
    }),
  };
}

/**
 * Whether each bucket is told by the events of its own time, and by what these say themselves. A call that two layers
 * record may be in two buckets, and what is of a run is told by sessions.
 */
export function isToldByTimes({ metric, filters, run, only_experiments }: ChartQuestion): boolean {
  const isOfCalls = usageColumns[metric] !== undefined && sourceOf(filters) === "events";
  return !isOfCalls && run === undefined && !only_experiments;
}

/** Kept in columns, of which sums are, as those of sessions are; to read them out of `metadata` takes thrice as long. */
const usageColumns: Readonly<Record<string, UsageColumn>> = {
  "metadata.prompt_tokens": "prompt_tokens",
  "metadata.completion_tokens": "completion_tokens",
  "metadata.total_tokens": "total_tokens",
  "metadata.cost": "cost",
};

/** A 0 in a column may be no number at all, which is no matter to a sum. */
function toUsage(usage: UsageColumn, metric: EventField, { aggregation }: ChartQuestion): string {
  const column = `events.${usage}`;
  if (aggregation === "sum") return `nullIf(${column}, 0)`;
  // A total is told by its parts, too.
  return `if(${column} > 0, ${column}, ${toNumber(metric)})`;
}

function toNumber({ kind, text, number }: EventField): string {
  // Only texts and JSON can say that something is true, or "NaN" and "Infinity", which would be all that there is of
  // the others; to write numbers as texts costs more than to add them up.
  if (kind !== "json" && kind !== "text") return number;
  return `multiIf(${text} = 'true', 1, ${text} = 'false', 0, isFinite(${number}), ${number}, NULL)`;
}

/** A field, or the name of what events are measured by. */
function findMetric(name: string): EventField {
  const known = findEventField(name, "metric") ?? findEventField(`metrics.${name}`, "metric");
  return known ?? requireField(name);
}

function requireField(name: string): EventField {
  const field = findEventField(name, "group");
  if (field !== undefined) return field;
  throw new FilterError(
    "groupBy",
    `Expected \`groupBy\` to be one of ${fieldNames.join(", ")}, got \`${name}\`.`,
  );
}
