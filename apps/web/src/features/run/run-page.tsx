import type { RunResult } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Loaded } from "../../components/loaded.js";
import { Page } from "../../components/page.js";
import { useApi } from "../../lib/api-context.js";
import { runResultQuery } from "../../lib/run-queries.js";
import type { ViewProps } from "../../lib/view-props.js";
import { CaseTable } from "./case-table.js";
import { MetricCards } from "./metric-cards.js";
import { runUsageQuery } from "./queries.js";
import { RunHeader } from "./run-header.js";
import { RunSettingsPanel } from "./run-settings-panel.js";
import { RunTotals } from "./run-totals.js";
import type { RunSearch } from "./search.js";

export function RunPage(props: ViewProps<RunSearch> & { readonly runId: string }): ReactNode {
  const query = useQuery(runResultQuery(useApi(), props.runId));
  return (
    <Page>
      <Loaded query={query} label="run">
        {(result) => <Run {...props} result={result} />}
      </Loaded>
    </Page>
  );
}

function Run(props: ViewProps<RunSearch> & { readonly result: RunResult }): ReactNode {
  const usage = useQuery(runUsageQuery(useApi(), props.result)).data;
  return (
    <>
      <RunHeader result={props.result} />
      <RunSettingsPanel run={props.result.run_object} />
      <MetricCards {...props} />
      <RunTotals result={props.result} usage={usage} />
      <CaseTable {...props} usage={usage} />
    </>
  );
}
