import type { RunResult } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { Loaded } from "../../components/loaded.js";
import { Page } from "../../components/shell/page.js";
import { toCaseRows } from "../../lib/cases/case-row.js";
import { useRunResult, type WholeResult } from "../../lib/api/use-run-result.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { CaseTable } from "./case-table.js";
import { MetricCards } from "./metric-cards.js";
import { RunGates } from "./run-gates.js";
import { RunHeader } from "./run-header.js";
import { RunSettingsPanel } from "./run-settings-panel.js";
import { RunSlices } from "./run-slices.js";
import { RunTotals } from "./run-totals.js";
import type { RunSearch } from "./search.js";

export function RunPage(props: ViewProps<RunSearch> & { readonly runId: string }): ReactNode {
  const { query, ...whole } = useRunResult(props.runId, props.search.q !== undefined);
  return (
    <Page>
      <Loaded query={query} label="run">
        {(result) => <Run {...props} result={result} whole={whole} />}
      </Loaded>
    </Page>
  );
}

function Run(
  props: ViewProps<RunSearch> & { readonly result: RunResult; readonly whole: WholeResult },
): ReactNode {
  const { result } = props;
  const rows = useMemo(() => toCaseRows(result), [result]);
  return (
    <>
      <RunHeader result={result} />
      <RunSettingsPanel run={result.run_object} />
      <MetricCards {...props} rows={rows} />
      <RunTotals result={result} />
      <RunGates run={result.run_object} />
      <RunSlices {...props} />
      <CaseTable {...props} rows={rows} />
    </>
  );
}
