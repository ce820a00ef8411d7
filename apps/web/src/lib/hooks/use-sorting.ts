import { pickSearch, type Search } from "../address/search-params.js";
import { parseSort, toggleSort, type GridSort } from "../sort.js";
import { useLatestSearch } from "./use-latest-search.js";
import type { ViewProps } from "../address/view-props.js";

/** What the address says that a table is sorted by, and what a click on one of its columns makes of it. */
export function useSorting(
  { search, onSearchChange }: ViewProps<Search<"sort">>,
  parse: (text: string | undefined) => GridSort | undefined = parseSort,
): {
  readonly sort: GridSort | undefined;
  readonly onSort: (columnId: string) => void;
} {
  const latest = useLatestSearch((all) => pickSearch(all, ["sort"]));
  return {
    sort: parse(search.sort),
    onSort: (columnId) => void onSearchChange({ sort: toggleSort(parse(latest().sort), columnId) }),
  };
}
