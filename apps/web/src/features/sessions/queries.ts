import type { EventFilter, ExportEventsResponse, RootSpans } from "@honeyhive/contract";
import {
  keepPreviousData,
  type InfiniteData,
  type UseInfiniteQueryOptions,
  type UseQueryOptions,
} from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { idlePollIntervalMs } from "../../lib/api/run-queries.js";
import { listedKinds, parseListedKind } from "./model/listed-kind.js";
import { parseFilters } from "./model/session-filters.js";
import { silentSessions, toSessionRows, type SessionRow } from "./model/session-row.js";
import { parseSessionSort } from "./model/sort-sessions.js";
import { parseTimeWindow, timeWindows } from "./model/time-window.js";
import type { SessionsSearch } from "./search.js";

/** More than a screen shows; the next are read when its end comes near. */
const pageSize = 50;
/** All sessions of a large project need not be counted to show some of them. */
const totalUpTo = 200;
/** What is sorted is read at once: these, the newest. */
const mostSorted = 1000;
const sortedPollIntervalMs = 6 * idlePollIntervalMs;

type SessionPages = UseInfiniteQueryOptions<
  ExportEventsResponse,
  Error,
  InfiniteData<ExportEventsResponse, number>,
  readonly unknown[],
  number
>;

export function sessionsQuery(api: Api, search: SessionsSearch): SessionPages {
  const kind = parseListedKind(search.kind);
  const filters = toFilters(search);
  const since = parseTimeWindow(search.since);
  const isSorted = parseSessionSort(search.sort) !== undefined;
  return {
    queryKey: [api.scope, "sessions", kind, filters, since, isSorted],
    queryFn: ({ pageParam, signal }) => {
      // Taken anew with each page: the window moves on with the clock.
      const dateRange = since && { $gte: Date.now() - timeWindows[since].ms };
      const size = isSorted
        ? { limit: mostSorted, totalUpTo: mostSorted }
        : { limit: pageSize, totalUpTo };
      const body = { filters, dateRange, page: pageParam, ...size };
      return api.call("exportEvents", { body, signal });
    },
    initialPageParam: 1,
    // What was listed before, where it is of the same kind.
    placeholderData: (before, query) => (query?.queryKey[2] === kind ? before : undefined),
    refetchInterval: isSorted ? sortedPollIntervalMs : idlePollIntervalMs,
    getNextPageParam: ({ totalEvents, moreThanTotal }, _pages, page) =>
      !isSorted && (moreThanTotal === true || page * pageSize < totalEvents) ? page + 1 : undefined,
  };
}

type RootSpansOfPage = UseQueryOptions<readonly RootSpans[]>;

/** What the spans say of those sessions that say nothing themselves: asked apart, so that the list waits for nothing. */
export function rootSpansQuery(api: Api, { events }: ExportEventsResponse): RootSpansOfPage {
  const sessionIds = silentSessions(events);
  return {
    queryKey: [api.scope, "root spans", sessionIds],
    queryFn: ({ signal }) => readRootSpans(api, sessionIds, signal),
    placeholderData: keepPreviousData,
    refetchInterval: idlePollIntervalMs,
  };
}

async function readRootSpans(
  api: Api,
  sessionIds: readonly string[],
  signal?: AbortSignal,
): Promise<readonly RootSpans[]> {
  if (sessionIds.length === 0) return [];
  const body = { session_ids: sessionIds };
  return (await api.call("findRootSpans", { body, signal })).root_spans;
}

const mostExported = 10_000;

/** All sessions that match, newest first, also those that the list has not come to; no more than 10,000. */
export async function readAllSessions(
  api: Api,
  search: SessionsSearch,
): Promise<readonly SessionRow[]> {
  const since = parseTimeWindow(search.since);
  const dateRange = since && { $gte: Date.now() - timeWindows[since].ms };
  const rows: SessionRow[] = [];
  let cursor: string | undefined;
  do {
    const body = { filters: toFilters(search), dateRange, limit: 500, cursor, totalUpTo: 1 };
    // Each page begins where the one before it ended.
    // oxlint-disable-next-line no-await-in-loop
    const page = await api.call("exportEvents", { body });
    // oxlint-disable-next-line no-await-in-loop
    const told = await readRootSpans(api, silentSessions(page.events));
    rows.push(...toSessionRows(page.events, told));
    cursor = page.nextCursor;
  } while (cursor !== undefined && rows.length < mostExported);
  return rows;
}

/** What the list keeps, however far back it goes. */
export function toFilters({ kind, q, state, where }: SessionsSearch): readonly EventFilter[] {
  return [
    listedKinds[parseListedKind(kind)].filter,
    ...(q === undefined ? [] : [{ field: "event_name", operator: "contains", value: q } as const]),
    ...(state === "failed" ? [{ field: "error", operator: "exists" } as const] : []),
    ...parseFilters(where),
  ];
}
