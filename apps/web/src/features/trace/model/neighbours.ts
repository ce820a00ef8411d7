import type { DatapointResult, RunResult } from "@honeyhive/contract";

export interface CasePlace {
  readonly result: DatapointResult;
  /** 1-based. */
  readonly position: number;
  readonly total: number;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** Where a session stands among the cases of its run, with the sessions beside it. */
export function placeOfCase(
  { datapoints }: Pick<RunResult, "datapoints">,
  sessionId: string,
): CasePlace | undefined {
  const index = datapoints.findIndex(({ session_id }) => session_id === sessionId);
  const result = datapoints[index];
  if (result === undefined) return undefined;
  return {
    result,
    position: index + 1,
    total: datapoints.length,
    previous: datapoints[index - 1]?.session_id,
    next: datapoints[index + 1]?.session_id,
  };
}
