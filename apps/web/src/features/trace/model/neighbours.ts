import type { DatapointResult, RunResult } from "@honeyhive/contract";

import { casesAround } from "../../../lib/cases/shown-cases.js";

export interface CasePlace {
  readonly result: DatapointResult;
  /** 1-based. */
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
  const result = rows[index]?.result;
  if (result === undefined) return undefined;
  return {
    result,
    position: index + 1,
    total: rows.length,
    isFiltered,
    previous: rows[index - 1]?.result.session_id,
    next: rows[index + 1]?.result.session_id,
  };
}
