import { runStatuses, type ListRunsQuery } from "@honeyhive/contract";

import { pickSearch, type Search } from "../../lib/address/search-params.js";
import { parseSort, type GridSort } from "../../lib/sort.js";

export const runsKeys = ["name", "status", "dataset", "sort", "select", "row"] as const;

type RunsKey = (typeof runsKeys)[number];

/** `select` lists the runs marked for comparison, `row` is the run that was open last. */
export type RunsSearch = Search<RunsKey>;

export function parseRunsSearch(search: Readonly<Record<string, unknown>>): RunsSearch {
  return pickSearch(search, runsKeys);
}

export const sortColumns = ["created_at", "name", "status"] as const;

/** As it stands in the address; undefined where that names no column that sorts. */
export function parseRunSort(text: string | undefined): GridSort | undefined {
  const sort = parseSort(text);
  return sortColumns.some((column) => column === sort?.columnId) ? sort : undefined;
}

export function isFiltered({ name, status, dataset }: RunsSearch): boolean {
  return [name, status, dataset].some((value) => value !== undefined);
}

/** What of the view state the server answers for. Newest first unless sorted otherwise. */
export function toRunsFilter(search: RunsSearch): ListRunsQuery {
  const sort = parseRunSort(search.sort);
  const status = runStatuses.find((known) => known === search.status);
  return {
    ...(search.name === undefined ? {} : { name: search.name }),
    ...(status === undefined ? {} : { status }),
    ...(search.dataset === undefined ? {} : { dataset_id: search.dataset }),
    sort_by: sortColumns.find((column) => column === sort?.columnId) ?? "created_at",
    sort_order: sort?.direction ?? "desc",
  };
}
