import type { DateRange, EventFilter } from "./filter.js";

export const chartBuckets = ["minute", "hour", "day", "week", "month"] as const;

export type ChartBucket = (typeof chartBuckets)[number];

/** Body of `POST /v1/charts`: a question over time, kept under a name. */
export interface ChartInput {
  readonly name: string;
  readonly description?: string | undefined;
  /** A field of events such as `duration` or `metadata.cost`, or the name of a metric. */
  readonly metric: string;
  /** One of the aggregations of `GET /v1/events/chart`; default `average`. */
  readonly func?: string | undefined;
  readonly groupBy?: string | null | undefined;
  /** Default `day`. */
  readonly bucketing?: ChartBucket | undefined;
  readonly dateRange?: DateRange | { readonly relative: string } | undefined;
  readonly query?: readonly EventFilter[] | undefined;
  readonly owner_id?: string | undefined;
}

/** What is not named stays. */
export type ChartUpdate = { readonly [Field in keyof ChartInput]?: ChartInput[Field] | undefined };

export interface Chart {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly metric: string;
  readonly func: string | null;
  readonly groupBy: string | null;
  readonly bucketing: string;
  readonly dateRange: Readonly<Record<string, unknown>> | null;
  readonly query: readonly EventFilter[] | null;
  /** As it was given. The server knows keys and no people, so it has no `owner_profile`. */
  readonly owner_id: string | null;
  readonly is_active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export const chartAggregations = [
  "avg",
  "average",
  "mean",
  "p50",
  "p75",
  "p90",
  "p95",
  "p99",
  "count",
  "sum",
  "min",
  "max",
  "median",
] as const;

export type ChartAggregation = (typeof chartAggregations)[number];

export interface EventsChartQuery {
  /** JSON text. */
  readonly dateRange?: string | undefined;
  /** JSON text. */
  readonly filters?: string | undefined;
  /** Default `duration`. */
  readonly metric?: string | undefined;
  readonly groupBy?: string | undefined;
  /** Default `hour`; `hours`, `1h` and the like are the same. */
  readonly bucket?: string | undefined;
  readonly aggregation?: ChartAggregation | undefined;
  readonly evaluation_id?: string | undefined;
  /** Only events of runs: that name one, or whose session does. */
  readonly only_experiments?: boolean | undefined;
}

/** One point: the beginning of its stretch of time (ISO 8601, UTC) and what the events in it come to. */
export interface ChartPoint {
  readonly bucket: string;
  readonly group?: string | undefined;
  /**
   * Null when no event had a number; of sums of tokens and cost also when all of them were 0. What is asked of tokens
   * and cost, an average and a count as well, has a call of a model once that an instrumentation and the client below it
   * both record, as sessions do; what is asked of anything else has all events, as lists do. Percentiles are exact.
   */
  readonly value: number | null;
  /** How many events the value is of. */
  readonly count: number;
}

/** `totalEvents` counts events, not points. */
export interface ChartData {
  readonly events: readonly ChartPoint[];
  readonly totalEvents: number;
}
