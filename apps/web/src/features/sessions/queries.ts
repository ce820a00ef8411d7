import type { EventFilter, ExportEventsResponse } from "@honeyhive/contract";
import {
  keepPreviousData,
  type InfiniteData,
  type UseInfiniteQueryOptions,
} from "@tanstack/react-query";

import type { Api } from "../../lib/api-context.js";
import { idlePollIntervalMs } from "../../lib/run-queries.js";
import type { SessionsSearch } from "./search.js";

const pageSize = 100;

type SessionPages = UseInfiniteQueryOptions<
  ExportEventsResponse,
  Error,
  InfiniteData<ExportEventsResponse, number>,
  readonly unknown[],
  number
>;

export function sessionsQuery(api: Api, search: Pick<SessionsSearch, "q" | "state">): SessionPages {
  const filters = toFilters(search);
  return {
    queryKey: [api.scope, "sessions", filters],
    queryFn: ({ pageParam, signal }) =>
      api.call("exportEvents", { body: { filters, limit: pageSize, page: pageParam }, signal }),
    initialPageParam: 1,
    placeholderData: keepPreviousData,
    refetchInterval: idlePollIntervalMs,
    getNextPageParam: ({ totalEvents }, _pages, page) =>
      page * pageSize < totalEvents ? page + 1 : undefined,
  };
}

function toFilters({ q, state }: Pick<SessionsSearch, "q" | "state">): readonly EventFilter[] {
  return [
    { field: "event_type", operator: "is", value: "session" },
    ...(q === undefined ? [] : [{ field: "event_name", operator: "contains", value: q } as const]),
    ...(state === "failed" ? [{ field: "error", operator: "exists" } as const] : []),
  ];
}
