import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ErrorMessage } from "../../components/error-message.js";
import { Loading } from "../../components/loaded.js";
import { Page } from "../../components/page.js";
import { useApi } from "../../lib/api-context.js";
import { runResultQuery } from "../../lib/run-queries.js";
import type { ViewProps } from "../../lib/view-props.js";
import { ChooseRuns } from "./choose-runs.js";
import { CompareRunsHeader } from "./compare-runs-header.js";
import { comparedRuns, type CompareRunsSearch } from "./compare-runs-search.js";
import { CompareRunsView } from "./compare-runs-view.js";
import { comparisonQuery } from "./queries.js";

/** Several runs against one of them. */
export function CompareRunsPage(props: ViewProps<CompareRunsSearch>): ReactNode {
  const compared = comparedRuns(props.search);
  if (compared === undefined) return <ChooseRuns />;
  return <CompareRuns {...props} {...compared} />;
}

function CompareRuns(
  props: ViewProps<CompareRunsSearch> & {
    readonly baseline: string;
    readonly others: readonly string[];
  },
): ReactNode {
  const { baseline, others } = props;
  const api = useApi();
  const runIds = [baseline, ...others];
  // The cases are named by what went into the baseline; of the others, the scores are enough.
  const results = useQueries({
    queries: runIds.map((id) => runResultQuery(api, id, id === baseline ? "everything" : "scores")),
    combine: allOf,
  });
  const comparisons = useQueries({
    queries: others.map((id) => comparisonQuery(api, { new: id, old: baseline })),
    combine: allOf,
  });
  const error = results.error ?? comparisons.error;
  if (error !== null) {
    const retry = (): void => {
      results.retry();
      comparisons.retry();
    };
    return <ErrorMessage error={error} onRetry={retry} />;
  }
  if (results.data === undefined || comparisons.data === undefined) {
    return (
      <Page>
        <CompareRunsHeader runIds={runIds} />
        <Loading label="comparison" />
      </Page>
    );
  }
  const compared = comparisons.data;
  const runs = results.data.map((result, index) => ({
    runId: result.run_object.run_id,
    result,
    comparison: compared[index - 1],
  }));
  return (
    <Page>
      <CompareRunsHeader runIds={runIds} />
      <CompareRunsView {...props} runs={runs} />
    </Page>
  );
}

/** Undefined until all are there: verdicts are corrected over all of them. */
function allOf<Value>(queries: readonly UseQueryResult<Value>[]): {
  readonly data: readonly Value[] | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
} {
  const data = queries.flatMap((query) => (query.data === undefined ? [] : [query.data]));
  const failed = queries.filter((query) => query.data === undefined && query.error !== null);
  return {
    data: data.length === queries.length ? data : undefined,
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach((query) => void query.refetch()),
  };
}
