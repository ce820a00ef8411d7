import { durationOfCase, saidOf, toNumericScore } from "@honeyhive/contract";

import { toSearchText } from "../text/search-text.js";
import type { GridSort } from "../sort.js";
import type { CaseRow } from "./case-row.js";
import { isFlaky } from "./group-trials.js";
import type { ChosenSlice } from "./slice-keys.js";

export interface CaseFilter {
  readonly outcome?: string | undefined;
  readonly text?: string | undefined;
  /** Only cases of which some trials passed and some did not. */
  readonly isFlaky?: boolean | undefined;
  /** Both ends included. */
  readonly score?:
    | { readonly metric: string; readonly from: number; readonly to: number }
    | undefined;
  readonly label?: { readonly metric: string; readonly value: string } | undefined;
  /** Only cases whose rows say so in their metadata. */
  readonly slice?: ChosenSlice | undefined;
}

/** The rows that pass every filter, sorted; without a sort in the order of the run. */
export function selectCases(
  rows: readonly CaseRow[],
  filter: CaseFilter,
  sort: GridSort | undefined,
): readonly CaseRow[] {
  const text = filter.text === undefined ? undefined : toSearchText(filter.text);
  const kept = rows.filter(
    (row) =>
      (filter.outcome === undefined || row.outcome === filter.outcome) &&
      (text === undefined || row.searchText().includes(text)) &&
      (filter.isFlaky !== true || isFlaky(row.trials)) &&
      (filter.score === undefined || isWithin(row, filter.score)) &&
      (filter.label === undefined || valueOf(row, filter.label.metric) === filter.label.value) &&
      (filter.slice === undefined ||
        saidOf(row.result.metadata, filter.slice.key).includes(filter.slice.value)),
  );
  return sort === undefined ? kept : kept.toSorted(comparing(sort));
}

function isWithin(row: CaseRow, score: NonNullable<CaseFilter["score"]>): boolean {
  const value = toNumericScore(valueOf(row, score.metric));
  return value !== undefined && value >= score.from && value <= score.to;
}

function valueOf(row: CaseRow, metric: string): number | boolean | string | undefined {
  const score = row.scores.get(metric);
  return score !== undefined && "value" in score ? score.value : undefined;
}

/** Beside the metrics, by their keys. */
export const sortedCaseColumns = ["position", "datapoint", "trial", "outcome", "duration"] as const;

/** Cases without a value come last in both directions. */
function comparing(sort: GridSort): (left: CaseRow, right: CaseRow) => number {
  const sign = sort.direction === "asc" ? 1 : -1;
  return (left, right) => {
    const first = sortValue(left, sort.columnId);
    const second = sortValue(right, sort.columnId);
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined);
    }
    if (first === second) return 0;
    return first < second ? -sign : sign;
  };
}

function sortValue(row: CaseRow, columnId: string): number | string | undefined {
  switch (columnId) {
    case "position":
      return row.position;
    case "datapoint":
      return row.result.datapoint_id ?? undefined;
    case "trial":
      return row.trial;
    case "outcome":
      return row.outcome;
    case "duration":
      return durationOfCase(row.result);
    default: {
      const value = valueOf(row, columnId);
      return typeof value === "boolean" ? Number(value) : value;
    }
  }
}
