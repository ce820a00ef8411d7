import { saidOf } from "@honeyhive/contract";

import type { ChosenSlice } from "../../../lib/cases/slice-keys.js";
import { toSearchText } from "../../../lib/text/search-text.js";
import type { GridSort } from "../../../lib/sort.js";
import { caseChangeOf } from "./case-change.js";
import type { Change } from "./change.js";
import type { CompareRow, ScoreDiff } from "./compare-rows.js";
import { metadataOf } from "./compare-slices.js";

export interface CompareFilter {
  readonly change?: Change | undefined;
  /** Which metric `change` is about; any of them when absent. */
  readonly metric?: string | undefined;
  readonly text?: string | undefined;
  /** Only cases whose rows say so in their metadata. */
  readonly slice?: ChosenSlice | undefined;
}

/** The rows that pass the filter, sorted by the change of a metric or left in order. */
export function selectRows(
  rows: readonly CompareRow[],
  filter: CompareFilter,
  sort: GridSort | undefined,
): readonly CompareRow[] {
  const text = filter.text === undefined ? undefined : toSearchText(filter.text);
  const kept = rows.filter(
    (row) =>
      (filter.change === undefined || hasChanged(row, filter.change, filter.metric)) &&
      (text === undefined || row.searchText().includes(text)) &&
      (filter.slice === undefined ||
        saidOf(metadataOf(row), filter.slice.key).includes(filter.slice.value)),
  );
  if (sort === undefined) return kept;
  const sign = sort.direction === "asc" ? 1 : -1;
  return kept.toSorted((left, right) => {
    const first = movement(left.scores.get(sort.columnId));
    const second = movement(right.scores.get(sort.columnId));
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined);
    }
    return sign * (first - second);
  });
}

function hasChanged(row: CompareRow, change: Change, metric: string | undefined): boolean {
  if (caseChangeOf(row) === change) return true;
  if (metric !== undefined) return row.scores.get(metric)?.change === change;
  return [...row.scores.values()].some((score) => score.change === change);
}

/** Of labels, whether it is another one. */
function movement(score: ScoreDiff | undefined): number | undefined {
  if (score?.delta !== undefined || score?.change === undefined) return score?.delta;
  return Number(score.change === "other label");
}
