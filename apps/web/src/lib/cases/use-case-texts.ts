import type { DatapointResult } from "@honeyhive/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { useApi } from "../api/api-context.js";
import { caseTextsQuery, caseTextKey, type CaseOfRun, type CaseTexts } from "./case-texts.js";

/** What went in and came out of a case; undefined until it is there. */
export type TextsOf = (runId: string, result: DatapointResult | undefined) => CaseTexts | undefined;

export interface ReadTexts {
  readonly textsOf: TextsOf;
  readonly error: Error | null;
}

/** The texts of a few cases of results that have scores alone, or of all where their results are `whole`. */
export function useCaseTexts(cases: readonly CaseOfRun[], isWhole: boolean): ReadTexts {
  const wanted = isWhole ? [] : cases;
  const { data, error } = useQuery({
    ...caseTextsQuery(useApi(), wanted),
    enabled: wanted.length > 0,
    // Those that stay in sight need not be read again to be shown.
    placeholderData: keepPreviousData,
  });
  return {
    error: isWhole ? null : error,
    textsOf: (runId, result) => {
      if (result === undefined || isWhole) return result;
      return data?.get(caseTextKey({ runId, result }));
    },
  };
}
