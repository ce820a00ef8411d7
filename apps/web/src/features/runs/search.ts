import { runStatuses, type ListRunsQuery } from "@honeyhive/contract";

import { pickSearch, type Search } from "../../lib/search-params.js";
import { parseSort } from "../../lib/sort.js";

const keys = ["name", "status", "dataset", "sort", "select", "row"] as const;

type RunsKey = (typeof keys)[number];

/** `select` lists the runs marked for comparison, `row` is the run that was open last. */
export type RunsSearch = Search<RunsKey>;

export function parseRunsSearch(search: Readonly<Record<string, unknown>>): RunsSearch {
  return pickSearch(search, keys);
}

const sortColumns = ["created_at", "name", "status"] as const;

export function isFiltered({ name, status, dataset }: RunsSearch): boolean {
  return [name, status, dataset].some((value) => value !== undefined);
}

/** What of the view state the server answers for. Newest first unless sorted otherwise. */
export function toRunsFilter(search: RunsSearch): ListRunsQuery {
  const sort = parseSort(search.sort);
  const status = runStatuses.find((known) => known === search.status);
  return {
    ...(search.name === undefined ? {} : { name: search.name }),
    ...(status === undefined ? {} : { status }),
    ...(search.dataset === undefined ? {} : { dataset_id: search.dataset }),
    sort_by: sortColumns.find((column) => column === sort?.columnId) ?? "created_at",
    sort_order: sort?.direction ?? "desc",
  };
}
