import { saidOf } from "@honeyhive/contract";

import type { CaseRow } from "../../../lib/cases/case-row.js";

/** More are no slices but names of cases. */
const mostSlices = 50;

/** What rows say of themselves that tells some of them from others. */
export function sliceKeys(rows: readonly CaseRow[]): readonly string[] {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { result } of rows) {
    for (const key of Object.keys(result.metadata ?? {})) {
      const known = values.get(key) ?? new Set();
      for (const value of saidOf(result.metadata, key)) known.add(value);
      values.set(key, known);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...values]
    .filter(([key, { size }]) => {
      const slices = size + (counts.get(key) === rows.length ? 0 : 1);
      return slices > 1 && slices <= mostSlices;
    })
    .map(([key]) => key)
    .toSorted();
}
