import type { ListRunsQuery, ListRunsResponse } from "@honeyhive/contract";
import {
  keepPreviousData,
  type InfiniteData,
  type UseInfiniteQueryOptions,
} from "@tanstack/react-query";

import type { Api } from "../../lib/api-context.js";
import { isLive, pollIntervalMs } from "../../lib/run-queries.js";

const pageSize = 100;

type RunPages = UseInfiniteQueryOptions<
  ListRunsResponse,
  Error,
  InfiniteData<ListRunsResponse, number>,
  readonly unknown[],
  number
>;

/** All runs that match, page by page; asked for again while one of them is still going. */
export function runsQuery(api: Api, filter: ListRunsQuery): RunPages {
  return {
    queryKey: [api.scope, "runs", filter],
    queryFn: ({ pageParam, signal }) =>
      api.call("listRuns", { query: { ...filter, page: pageParam, limit: pageSize }, signal }),
    initialPageParam: 1,
    placeholderData: keepPreviousData,
    getNextPageParam: ({ pagination }) => (pagination.has_next ? pagination.page + 1 : undefined),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ evaluations }) =>
        evaluations.some(({ status }) => isLive(status)),
      ) === true
        ? pollIntervalMs
        : false,
  };
}
