import { toNumericScore } from "@honeyhive/contract";

import type { GridSort } from "../sort.js";
import type { CaseRow } from "./case-row.js";

export interface CaseFilter {
  readonly outcome?: string | undefined;
  readonly text?: string | undefined;
  /** Both ends included. */
  readonly score?:
    | { readonly metric: string; readonly from: number; readonly to: number }
    | undefined;
}

/** The rows that pass every filter, sorted; without a sort in the order of the run. */
export function selectCases(
  rows: readonly CaseRow[],
  filter: CaseFilter,
  sort: GridSort | undefined,
): readonly CaseRow[] {
  const text = filter.text?.toLowerCase();
  const kept = rows.filter(
    (row) =>
      (filter.outcome === undefined || row.outcome === filter.outcome) &&
      (text === undefined || mentions(row, text)) &&
      (filter.score === undefined || isWithin(row, filter.score)),
  );
  return sort === undefined ? kept : kept.toSorted(comparing(sort));
}

function mentions(row: CaseRow, text: string): boolean {
  const { result } = row;
  return [result.datapoint_id, result.error, row.inputs, row.outputs, row.groundTruth].some(
    (field) => field?.toLowerCase().includes(text) === true,
  );
}

function isWithin(row: CaseRow, score: NonNullable<CaseFilter["score"]>): boolean {
  const value = toNumericScore(row.scores.get(score.metric)?.value);
  return value !== undefined && value >= score.from && value <= score.to;
}

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
    case "outcome":
      return row.outcome;
    case "duration":
      return row.result.duration;
    default: {
      const value = row.scores.get(columnId)?.value;
      return typeof value === "boolean" ? Number(value) : value;
    }
  }
}
