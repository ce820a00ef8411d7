import type { DatapointResult } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../api/api-context.js";

export type CaseTexts = Pick<DatapointResult, "inputs" | "outputs" | "ground_truth">;

export interface CaseOfRun {
  readonly runId: string;
  readonly result: DatapointResult;
}

type CaseTextsQuery = UseQueryOptions<ReadonlyMap<string, CaseTexts>>;

/** What went in and came out of some cases, by `caseTextKey`; asked anew when one of them has ended since. */
export function caseTextsQuery(api: Api, cases: readonly CaseOfRun[]): CaseTextsQuery {
  return {
    queryKey: [api.scope, "case-texts", cases.map(versionOf)],
    queryFn: async ({ signal }) => {
      const answers = await Promise.all(
        [...sessionsByRun(cases)].map(async ([runId, sessionIds]) => {
          const body = { session_ids: sessionIds };
          const params = { run_id: runId };
          const { datapoints } = await api.call("findRunCases", { params, body, signal });
          return datapoints.map((result) => [caseTextKey({ runId, result }), result] as const);
        }),
      );
      return new Map(answers.flat());
    },
  };
}

export function caseTextKey({ runId, result }: CaseOfRun): string {
  return `${runId} ${result.session_id}`;
}

function versionOf(one: CaseOfRun): string {
  const { outcome, duration } = one.result;
  return `${caseTextKey(one)} ${outcome} ${duration}`;
}

function sessionsByRun(cases: readonly CaseOfRun[]): ReadonlyMap<string, readonly string[]> {
  const sessions = new Map<string, string[]>();
  for (const { runId, result } of cases) {
    const known = sessions.get(runId);
    if (known === undefined) sessions.set(runId, [result.session_id]);
    else known.push(result.session_id);
  }
  return sessions;
}
