import { toNumericScore } from "@honeyhive/contract";

import { toSearchText } from "../../../lib/text/search-text.js";
import type { GridSort } from "../../../lib/sort.js";
import type { ManyRow } from "./many-rows.js";

export const caseGroups = ["disagree", "lost", "gained", "nowhere", "not in all"] as const;

/** Which cases are worth a look; `lost` and `gained` are against the baseline. */
export type CaseGroup = (typeof caseGroups)[number];

export function parseCaseGroup(text: string | undefined): CaseGroup | undefined {
  return caseGroups.find((group) => group === text);
}

export function isInGroup({ cells: [base, ...others] }: ManyRow, group: CaseGroup): boolean {
  const passes = [base, ...others].flatMap((cell) =>
    cell === undefined ? [] : [cell.outcome === "passed"],
  );
  const judged = others.filter((cell) => cell !== undefined && !cell.isEdited);
  switch (group) {
    case "disagree":
      return passes.includes(true) && passes.includes(false);
    case "lost":
      return base?.outcome === "passed" && judged.some((cell) => cell?.outcome !== "passed");
    case "gained":
      return (
        base !== undefined &&
        base.outcome !== "passed" &&
        judged.some((cell) => cell?.outcome === "passed")
      );
    case "nowhere":
      return !passes.includes(true);
    case "not in all":
      return passes.length <= others.length;
    default:
      group satisfies never;
      return false;
  }
}

interface ManyFilter {
  readonly group: CaseGroup | undefined;
  readonly text: string | undefined;
}

/** The rows that pass the filter, sorted by a run's values of a metric or left in order. */
export function selectMany(
  rows: readonly ManyRow[],
  { group, text: wanted }: ManyFilter,
  sort:
    | { readonly by: GridSort; readonly metric: string; readonly runIds: readonly string[] }
    | undefined,
): readonly ManyRow[] {
  const text = wanted === undefined ? undefined : toSearchText(wanted);
  const kept = rows.filter(
    (row) =>
      (group === undefined || isInGroup(row, group)) &&
      (text === undefined || row.searchText().includes(text)),
  );
  if (sort === undefined) return kept;
  const place = sort.runIds.indexOf(sort.by.columnId);
  const valueOf = (row: ManyRow): number | undefined =>
    toNumericScore(row.cells[place]?.scoreOf(sort.metric)?.score?.value);
  const sign = sort.by.direction === "asc" ? 1 : -1;
  return kept.toSorted((left, right) => {
    const [first, second] = [valueOf(left), valueOf(right)];
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined);
    }
    return sign * (first - second);
  });
}
