import type {
  ChartAggregation,
  ChartBucket,
  ChartPoint,
  DateRange,
  EventFilter,
} from "@honeyhive/contract";

import type { Query } from "../store/store.js";
import { FilterError } from "./compile-filter.js";
import { sourceOf, tableOf } from "./event-source.js";
import type { RunScope } from "./of-run.js";
import { fieldNames, findEventField, type EventField } from "./event-field.js";
import { experimentSettings, isOfExperiment } from "./of-experiment.js";
import { exceptRepeated, rowOfCall, type UsageColumn } from "./repeated-calls.js";
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

/** Which calls are left out of a chart of some pieces of another one, by what is known of all of that. */
export interface LeftOut {
  /** Whether there may be calls that repeat one which began in the same piece. */
  readonly areRepeatedWithin: boolean;
  /** Rows of those that repeat one in another piece. */
  readonly rows: readonly string[];
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

/** What all events have in common that began in the same piece of a chart. */
const pieceStarts: Readonly<Record<ChartBucket, string>> = {
  ...bucketStarts,
  minute: bucketStarts.hour,
};

/** Of all numbers. The engine's `quantile` is of 8,192 of them, chosen by chance. */
function percentile(level: number): string {
  return `quantileExactInclusive(${level})(number)`;
}

/**
 * Points over time, oldest first; of more than 10,000 the latest. What asks for tokens or cost asks of calls, and each of
 * them counts once, however many layers have recorded it; what asks for anything else asks of events.
 */
export function chartEvents(
  projectId: string,
  question: ChartQuestion,
  leftOut?: LeftOut,
): Query<ChartPoint> {
  const { where, params } = compileWhere(projectId, question);
  const metric = findMetric(question.metric);
  const column = usageColumns[question.metric];
  const group = question.groupBy === undefined ? undefined : requireField(question.groupBy);
  const number = column === undefined ? toNumber(metric) : toUsage(column, metric, question);
  const asked = `${where}${question.only_experiments ? ` AND ${isOfExperiment}` : ""}`;
  const usage = usageOf(question);
  const counted =
    usage === undefined ? asked : `${asked}${exceptLeftOut(asked, { usage, question, leftOut })}`;
  return {
    sql: `SELECT toUnixTimestamp(bucket) AS at, group_text, value, events FROM (
        SELECT ${bucketStarts[question.bucket]} AS bucket, group_text,
          ${aggregations[question.aggregation]} AS value, count() AS events
        FROM (
          SELECT start_time, ${number} AS number, ${group?.text ?? "''"} AS group_text
          FROM ${sourceOf(question.filters)} FINAL WHERE ${counted}${question.only_experiments ? ` SETTINGS ${experimentSettings}` : ""}
        )
        GROUP BY bucket, group_text ORDER BY bucket DESC, group_text LIMIT ${maxPoints}
      ) ORDER BY at, group_text`,
    params: {
      ...params,
      ...metric.params,
      ...group?.params,
      ...(leftOut === undefined ? {} : { left_out: leftOut.rows }),
    },
    parse: (row) => ({
      bucket: new Date(Number(row["at"]) * 1000).toISOString(),
      ...(group === undefined ? {} : { group: String(row["group_text"]) }),
      // Not a number is what the engine makes of no numbers; its JSON says null.
      value: row["value"] === null ? null : Number(row["value"]),
      count: Number(row["events"]),
    }),
  };
}

interface Counting {
  readonly usage: UsageColumn;
  readonly question: ChartQuestion;
  readonly leftOut: LeftOut | undefined;
}

function exceptLeftOut(where: string, { usage, question, leftOut }: Counting): string {
  if (leftOut === undefined) return ` AND ${exceptRepeated({ where, usage })}`;
  const within = pieceStarts[question.bucket];
  const inside = leftOut.areRepeatedWithin
    ? ` AND ${exceptRepeated({ where, usage, within })}`
    : "";
  return leftOut.rows.length === 0
    ? inside
    : `${inside} AND ${rowOfCall} NOT IN (SELECT toUInt64(arrayJoin({left_out:Array(String)})))`;
}

/**
 * Whether each bucket is told by the events of its own time, and by which calls repeat one of another time. What is of a
 * run is told by sessions.
 */
export function isToldByTimes({ run, only_experiments }: ChartQuestion): boolean {
  return run === undefined && !only_experiments;
}

/** Which use of calls is asked for, each of which counts once; undefined where events are. */
export function usageOf({
  metric,
  filters,
}: Pick<ChartQuestion, "metric" | "filters">): UsageColumn | undefined {
  // The table of sessions has no calls.
  return tableOf(filters) === "events" ? usageColumns[metric] : undefined;
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
