/** Asks for the next page of a list, unless there is none or one is on its way. */
export function fetchMore(query: {
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}): void {
  if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
}
