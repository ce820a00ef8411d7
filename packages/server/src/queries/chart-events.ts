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
import { fieldNames, findEventField, type EventField } from "./event-field.js";
import { compileWhere } from "./search-events.js";

export interface ChartQuestion {
  readonly filters: readonly EventFilter[];
  readonly dateRange?: DateRange | undefined;
  readonly metric: string;
  readonly groupBy?: string | undefined;
  readonly bucket: ChartBucket;
  readonly aggregation: ChartAggregation;
  readonly evaluation_id?: string | undefined;
  readonly only_experiments: boolean;
}

const maxPoints = 10_000;

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
  median: "quantile(0.5)(number)",
  p50: "quantile(0.5)(number)",
  p75: "quantile(0.75)(number)",
  p90: "quantile(0.9)(number)",
  p95: "quantile(0.95)(number)",
  p99: "quantile(0.99)(number)",
  sum: "sum(number)",
  min: "min(number)",
  max: "max(number)",
  // Events, whether they have the number or not.
  count: "toFloat64(count())",
};

/** Points over time, oldest first; of more than 10,000 the latest. */
export function chartEvents(projectId: string, question: ChartQuestion): Query<ChartPoint> {
  const { where, params } = compileWhere(projectId, question);
  const metric = findMetric(question.metric);
  const group = question.groupBy === undefined ? undefined : requireField(question.groupBy);
  const { text, number: value } = metric;
  // Only texts and JSON can say that something is true, or "NaN" and "Infinity", which would be all that there is of
  // the others; to write numbers as texts costs more than to add them up.
  const number =
    metric.kind === "json" || metric.kind === "text"
      ? `multiIf(${text} = 'true', 1, ${text} = 'false', 0, isFinite(${value}), ${value}, NULL)`
      : value;
  return {
    sql: `SELECT toUnixTimestamp(bucket) AS at, group_text, value, events FROM (
        SELECT ${bucketStarts[question.bucket]} AS bucket, group_text,
          ${aggregations[question.aggregation]} AS value, count() AS events
        FROM (
          SELECT start_time, ${number} AS number, ${group?.text ?? "''"} AS group_text
          FROM ${sourceOf(question.filters)} FINAL WHERE ${where}${question.only_experiments ? " AND events.run_id != ''" : ""}${exceptRepeated(question)}
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

const usageMetrics: ReadonlySet<string> = new Set([
  "metadata.prompt_tokens",
  "metadata.completion_tokens",
  "metadata.total_tokens",
  "metadata.cost",
]);

/**
 * In sums over a run, calls that repeat what the call directly above them used are left out, as in roll-ups of sessions.
 * Of all that a project has, the calls above would be too many to hold.
 */
function exceptRepeated({ metric, aggregation, evaluation_id }: ChartQuestion): string {
  if (aggregation !== "sum" || evaluation_id === undefined || !usageMetrics.has(metric)) return "";
  const hasTokens = "event_type = 'model' AND (prompt_tokens > 0 OR completion_tokens > 0)";
  const isSaidAbove = metric === "metadata.cost" ? " AND cost > 0" : "";
  return ` AND NOT (${hasTokens} AND parent_id != event_id
            AND (session_id, parent_id, prompt_tokens, completion_tokens) IN (
              SELECT session_id, event_id, prompt_tokens, completion_tokens FROM events FINAL
              WHERE project_id = {project_id:String} AND run_id = {evaluation_id:String} AND ${hasTokens}${isSaidAbove}))`;
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
