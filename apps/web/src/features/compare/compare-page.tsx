import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Loaded } from "../../components/loaded.js";
import { Page } from "../../components/shell/page.js";
import { useApi } from "../../lib/api/api-context.js";
import { useRunResult, type WholeResult } from "../../lib/api/use-run-result.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { ChooseRuns } from "./choose-runs.js";
import { ChangedSettings } from "./changed-settings.js";
import { CompareHeader } from "./compare-header.js";
import { CompareTable } from "./compare-table.js";
import { comparisonQuery, type RunPair } from "./queries.js";
import type { CompareSearch } from "./search.js";
import { UsageStrip } from "./usage-strip.js";
import { VerdictStrip } from "./verdict-strip.js";

export function ComparePage(props: ViewProps<CompareSearch>): ReactNode {
  const { search } = props;
  if (search.new === undefined || search.old === undefined) {
    return <ChooseRuns />;
  }
  return <ComparePair {...props} pair={{ new: search.new, old: search.old }} />;
}

function ComparePair(props: ViewProps<CompareSearch> & { readonly pair: RunPair }): ReactNode {
  const api = useApi();
  const comparison = useQuery(comparisonQuery(api, props.pair));
  const isSearched = props.search.q !== undefined;
  const newRun = useRunResult(props.pair.new, isSearched);
  const oldRun = useRunResult(props.pair.old, isSearched);
  return (
    <Page>
      <Loaded query={comparison} label="comparison">
        {(compared) => (
          <>
            <CompareHeader comparison={compared} />
            <ChangedSettings comparison={compared} />
            <VerdictStrip
              {...props}
              comparison={compared}
              newResult={newRun.query.data}
              oldResult={oldRun.query.data}
            />
            <UsageStrip comparison={compared} />
            <Loaded query={newRun.query} label="new run">
              {(newest) => (
                <Loaded query={oldRun.query} label="old run">
                  {(oldest) => (
                    <CompareTable
                      {...props}
                      comparison={compared}
                      newResult={newest}
                      oldResult={oldest}
                      whole={bothWhole(newRun, oldRun)}
                    />
                  )}
                </Loaded>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function bothWhole(first: WholeResult, second: WholeResult): WholeResult {
  return {
    isWhole: first.isWhole && second.isWhole,
    isReading: first.isReading || second.isReading,
    error: first.error ?? second.error,
  };
}
