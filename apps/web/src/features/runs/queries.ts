import {
  listRunsLightly,
  type ListRunsQuery,
  type ListRunsResponse,
  type RunOfList,
} from "@honeyhive/contract";
import {
  keepPreviousData,
  type InfiniteData,
  type UseInfiniteQueryOptions,
} from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { idlePollIntervalMs, isLive, pollIntervalMs } from "../../lib/api/run-queries.js";

const pageSize = 100;

type RunPage = ListRunsResponse<RunOfList>;

type RunPages = UseInfiniteQueryOptions<
  RunPage,
  Error,
  InfiniteData<RunPage, number>,
  readonly unknown[],
  number
>;

/** All runs that match, page by page; asked for again, more often while one of them is going. */
export function runsQuery(api: Api, filter: ListRunsQuery): RunPages {
  return {
    queryKey: [api.scope, "runs", filter],
    queryFn: ({ pageParam, signal }) =>
      listRunsLightly(api.call, { query: { ...filter, page: pageParam, limit: pageSize }, signal }),
    initialPageParam: 1,
    placeholderData: keepPreviousData,
    getNextPageParam: ({ pagination }) => (pagination.has_next ? pagination.page + 1 : undefined),
    refetchInterval: ({ state }) =>
      isGoing(state.data?.pages) ? pollIntervalMs : idlePollIntervalMs,
  };
}

/** Also while there is no run at all, when the first one is awaited. */
function isGoing(pages: readonly RunPage[] = []): boolean {
  const runs = pages.flatMap(({ evaluations }) => evaluations);
  return runs.length === 0 || runs.some(({ status }) => isLive(status));
}
