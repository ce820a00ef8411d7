import type { RunResult } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Loaded } from "../../components/loaded.js";
import { Page } from "../../components/page.js";
import { useApi } from "../../lib/api-context.js";
import { runResultQuery } from "../../lib/run-queries.js";
import { CaseTable } from "./case-table.js";
import { MetricCards } from "./metric-cards.js";
import { RunHeader } from "./run-header.js";
import type { RunSearch } from "./search.js";

export interface RunViewProps {
  readonly search: RunSearch;
  readonly onSearchChange: (patch: RunSearch) => Promise<void>;
}

export function RunPage(props: RunViewProps & { readonly runId: string }): ReactNode {
  const query = useQuery(runResultQuery(useApi(), props.runId));
  return (
    <Page>
      <Loaded query={query} label="run">
        {(result) => <Run {...props} result={result} />}
      </Loaded>
    </Page>
  );
}

function Run(props: RunViewProps & { readonly result: RunResult }): ReactNode {
  return (
    <>
      <RunHeader run={props.result.run_object} />
      <MetricCards {...props} />
      <CaseTable {...props} />
    </>
  );
}
