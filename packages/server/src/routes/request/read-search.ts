import type { DateRange, ExportEventsRequest } from "@honeyhive/contract";
import { dateRangeSchema, exportEventsRequestSchema } from "@honeyhive/contract/schemas";
import { z } from "zod";

import { normalizeSearch } from "./normalize-search.js";
import { parseBody, readList } from "./parse.js";
import { readObjects } from "./read-objects.js";

/**
 * A search in the query string. `filters`, `projections` and `dateRange` are JSON text or in brackets, as axios writes
 * them.
 */
export function readSearch(query: URLSearchParams, nowMs: number): ExportEventsRequest {
  const projections = readList(query, "projections");
  const given = {
    filters: readObjects(query, "filters"),
    dateRange: dateRangeOf(query),
    projections: projections.length > 0 ? projections : null,
    limit: textOf(query, "limit"),
    page: textOf(query, "page"),
    evaluation_id: textOf(query, "evaluation_id"),
  };
  return parseBody(exportEventsRequestSchema, normalizeSearch(given, nowMs));
}

export function readDateRange(query: URLSearchParams, nowMs: number): DateRange | undefined {
  const search = normalizeSearch({ dateRange: dateRangeOf(query) }, nowMs);
  return parseBody(rangeSchema, search).dateRange;
}

const rangeSchema = z.object({ dateRange: dateRangeSchema.optional() });

/** A date range as it was written: JSON text, or an object that was written in brackets, whatever it names. */
export function dateRangeOf(query: URLSearchParams): unknown {
  const bounds = [...query].flatMap(([name, value]) => {
    const key = /^dateRange\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  return bounds.length > 0 ? Object.fromEntries(bounds) : textOf(query, "dateRange");
}

function textOf(query: URLSearchParams, name: string): string | null {
  return query.get(name) || null;
}
