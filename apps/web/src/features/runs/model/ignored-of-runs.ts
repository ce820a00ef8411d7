import { runStatuses } from "@honeyhive/contract";

import {
  ignoredChoice,
  ignoredSort,
  type IgnoredValue,
} from "../../../lib/address/ignored-values.js";
import { sortColumns, type RunsSearch } from "../search.js";

/** What of the page's address means nothing. */
export function ignoredOfRuns(search: RunsSearch): readonly IgnoredValue[] {
  return [...ignoredChoice(search, "status", runStatuses), ...ignoredSort(search, sortColumns)];
}
