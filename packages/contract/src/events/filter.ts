import type { Event } from "./event.js";

export const filterOperators = [
  "exists",
  "not exists",
  "is",
  "is not",
  "contains",
  "not contains",
  "greater than",
  "less than",
  "after",
  "before",
] as const;

export type FilterOperator = (typeof filterOperators)[number];

export type FilterType = "string" | "number" | "boolean" | "datetime" | "id";

/** `field` is a dotted path into the event, such as `metadata.run_id`. Filters are AND-ed. */
export interface EventFilter {
  readonly field: string;
  readonly operator: FilterOperator;
  readonly value?: unknown;
  /** Inferred from the value when absent. */
  readonly type?: FilterType | undefined;
}

/** `$gte`/`$lte`: ISO 8601 text or Unix milliseconds, both inclusive. */
export interface DateRange {
  readonly $gte?: string | number | undefined;
  readonly $lte?: string | number | undefined;
}

export interface ExportEventsRequest {
  readonly filters?: readonly EventFilter[] | undefined;
  readonly dateRange?: DateRange | undefined;
  /** Dotted fields to keep; ids are always kept. */
  readonly projections?: readonly string[] | undefined;
  /** Default 1,000, at most 7,500. */
  readonly limit?: number | undefined;
  /** 1-based. */
  readonly page?: number | undefined;
  readonly evaluation_id?: string | undefined;
  readonly project?: string | undefined;
  readonly ignore_order?: boolean | undefined;
  /** Count no further than this, or than the end of the page. Without it all matches are counted. */
  readonly totalUpTo?: number | undefined;
  /** `nextCursor` of the answer before, instead of `page`: nothing is read again, and totals are of what is left. */
  readonly cursor?: string | undefined;
}

/** Body of `POST /v1/events/search`. Nothing else is taken. */
export interface SearchEventsRequest {
  readonly filters?: readonly EventFilter[] | undefined;
  /** ISO 8601, both inclusive. */
  readonly dateRange?: { readonly start_time: string; readonly end_time: string } | undefined;
  /** Default and most: 1,000. */
  readonly limit?: number | undefined;
  /** 1-based. */
  readonly page?: number | undefined;
  /** Taken and ignored: the order is always that of the start, newest first. */
  readonly ignore_order?: boolean | undefined;
  readonly evaluation_id?: string | undefined;
}

/** `dateRange`, `filters` and `projections` are JSON text, or lists and objects in brackets: `dateRange[$gte]=…`. */
export interface ListEventsQuery {
  readonly dateRange?: string | undefined;
  readonly filters?: string | undefined;
  readonly projections?: string | undefined;
  readonly limit?: number | undefined;
  readonly page?: number | undefined;
  readonly evaluation_id?: string | undefined;
  readonly ignore_order?: boolean | undefined;
}

/** `totalEvents` and `count` are the same number: all matches, not the size of this page. */
export interface ExportEventsResponse {
  readonly events: readonly Event[];
  readonly totalEvents: number;
  readonly count: number;
  /** There are more matches than `totalEvents`, because `totalUpTo` asked not to count them. */
  readonly moreThanTotal?: boolean | undefined;
  /** Asks for the events that follow; missing where there are none. */
  readonly nextCursor?: string | undefined;
}
