import { filterOperators } from "@honeyhive/contract";

import {
  ignoredChoice,
  ignoredSort,
  type IgnoredValue,
} from "../../../lib/address/ignored-values.js";
import type { SessionsSearch } from "../search.js";
import { listedKindNames } from "./listed-kind.js";
import { linesWithoutFilter, parseFilters, toFilterText } from "./session-filters.js";
import { sortedColumns } from "./sort-sessions.js";
import { timeWindowNames } from "./time-window.js";

/** What of the page's address means nothing: without a word it would show more sessions than who sent it saw. */
export function ignoredOfSessions(search: SessionsSearch): readonly IgnoredValue[] {
  const rest = toFilterText(parseFilters(search.where));
  return [
    ...ignoredChoice(search, "kind", listedKindNames),
    ...ignoredChoice(search, "state", ["failed"]),
    ...ignoredChoice(search, "since", timeWindowNames),
    ...linesWithoutFilter(search.where).map((value) => ({
      key: "where",
      value,
      because: `a filter is a field, one of ${filterOperators.join(", ")}, and a value: metadata.customer is acme`,
      rest,
    })),
    ...ignoredSort(search, sortedColumns),
  ];
}
