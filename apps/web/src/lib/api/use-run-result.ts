import type { RunResult } from "@honeyhive/contract";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import { useApi } from "./api-context.js";
import { runResultQuery } from "./run-queries.js";

/** How far what went in and came out of all cases of a run has been read. */
export interface WholeResult {
  readonly isWhole: boolean;
  readonly isReading: boolean;
  readonly error: Error | null;
}

/** A run's result by its scores, which are there soon; with all texts once somebody searches them. */
export function useRunResult(
  runId: string,
  isSearched: boolean,
): WholeResult & { readonly query: UseQueryResult<RunResult> } {
  const api = useApi();
  const scores = useQuery(runResultQuery(api, runId, "scores"));
  const whole = useQuery({ ...runResultQuery(api, runId), enabled: isSearched });
  const isWhole = isSearched && whole.data !== undefined;
  const error = isSearched && !isWhole ? whole.error : null;
  const isReading = isSearched && !isWhole && error === null;
  return { query: isWhole ? whole : scores, isWhole, isReading, error };
}
