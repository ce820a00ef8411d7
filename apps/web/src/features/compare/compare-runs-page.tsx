import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";

import { ErrorMessage } from "../../components/error-message.js";
import { Loading } from "../../components/loaded.js";
import { Page } from "../../components/shell/page.js";
import { useApi } from "../../lib/api/api-context.js";
import { runResultQuery } from "../../lib/api/run-queries.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { ChooseRuns } from "./choose-runs.js";
import { CompareRunsHeader } from "./compare-runs-header.js";
import { comparedRuns, type CompareRunsSearch } from "./compare-runs-search.js";
import { CompareRunsView } from "./compare-runs-view.js";
import type { ComparedRun } from "./model/summarise-runs.js";
import { comparisonQuery } from "./queries.js";

/** Several runs against one of them. */
export function CompareRunsPage(props: ViewProps<CompareRunsSearch>): ReactNode {
  const compared = comparedRuns(props.search);
  if (compared === undefined) return <ChooseRuns />;
  return <CompareRuns {...props} {...compared} />;
}

interface Compared {
  readonly baseline: string;
  readonly others: readonly string[];
}

function CompareRuns(props: ViewProps<CompareRunsSearch> & Compared): ReactNode {
  const runIds = [props.baseline, ...props.others];
  const isSearched = props.search.q !== undefined;
  const { runs, error, retry, isComplete } = useComparedRuns(props, isSearched);
  if (error !== null) return <ErrorMessage error={error} onRetry={retry} />;
  return (
    <Page>
      <CompareRunsHeader runIds={runIds} />
      {runs === undefined ? (
        <Loading label="comparison" />
      ) : (
        <CompareRunsView
          {...props}
          runs={runs}
          isWhole={isComplete}
          isSearching={isSearched && !isComplete}
        />
      )}
    </Page>
  );
}

/**
 * The runs, the baseline first, by their scores: what went in and came out is read of the cases in sight, and of all
 * cases once somebody searches.
 */
function useComparedRuns(
  { baseline, others }: Compared,
  isSearched: boolean,
): {
  /** Undefined until there is enough of all of them. */
  readonly runs: readonly ComparedRun[] | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  /** What went in and came out of all cases is there. */
  readonly isComplete: boolean;
} {
  const api = useApi();
  const runIds = [baseline, ...others];
  const results = useQueries({
    queries: runIds.map((id) => runResultQuery(api, id, "scores")),
    combine: allOf,
  });
  const texts = useQueries({
    queries: runIds.map((id) => ({ ...runResultQuery(api, id), enabled: isSearched })),
    combine: allOf,
  });
  const comparisons = useQueries({
    queries: others.map((id) => comparisonQuery(api, { new: id, old: baseline })),
    combine: allOf,
  });
  const [scores, compared] = [results.data, comparisons.data];
  const outputs = isSearched ? texts.data : undefined;
  const runs = useMemo(() => {
    if (scores === undefined || compared === undefined) return undefined;
    return scores.map((scored, index): ComparedRun => {
      const result = outputs?.[index] ?? scored;
      return { runId: scored.run_object.run_id, result, comparison: compared[index - 1] };
    });
  }, [scores, compared, outputs]);
  return {
    runs,
    error: results.error ?? comparisons.error ?? (isSearched ? texts.error : null),
    retry: () => [results, comparisons, texts].forEach(({ retry }) => retry()),
    isComplete: outputs !== undefined,
  };
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
