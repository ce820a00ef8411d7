import type { RunResult } from "@honeyhive/contract";

import type { CaseRow } from "../../../lib/cases/case-row.js";
import { casesAround } from "../../../lib/cases/shown-cases.js";

export interface CasePlace {
  readonly row: CaseRow;
  /** 1-based, among those that are stepped through. */
  readonly position: number;
  readonly total: number;
  /** Whether only some of the run's cases are stepped through. */
  readonly isFiltered: boolean;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** Where a session stands among the cases that the run's page showed, with the sessions beside it. */
export function placeOfCase(
  run: Pick<RunResult, "datapoints">,
  sessionId: string,
  cases: string | undefined,
): CasePlace | undefined {
  const { rows, index, isFiltered } = casesAround(run, sessionId, cases);
  const row = rows[index];
  if (row === undefined) return undefined;
  return {
    row,
    position: index + 1,
    total: rows.length,
    isFiltered,
    previous: rows[index - 1]?.result.session_id,
    next: rows[index + 1]?.result.session_id,
  };
}
