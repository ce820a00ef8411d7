import type { RunResult } from "@honeyhive/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";

import { DataGrid } from "../../components/data-grid.js";
import { Message } from "../../components/message.js";
import { toCaseRows, type CaseRow } from "../../lib/cases/case-row.js";
import { packCaseSearch, shownCases } from "../../lib/cases/shown-cases.js";
import { metricLabels } from "../../lib/metric-key.js";
import { isLive } from "../../lib/run-queries.js";
import { runTrials } from "../../lib/run-trials.js";
import { parseSort, toggleSort } from "../../lib/sort.js";
import type { ViewProps } from "../../lib/view-props.js";
import { caseColumns } from "./case-columns.js";
import { CaseToolbar } from "./case-toolbar.js";
import type { RunUsage } from "./model/case-usage.js";
import type { RunSearch } from "./search.js";

export function CaseTable(
  props: ViewProps<RunSearch> & {
    readonly result: RunResult;
    readonly usage: RunUsage | undefined;
  },
): ReactNode {
  const { result, search, onSearchChange } = props;
  const navigate = useNavigate();
  const runId = result.run_object.run_id;
  const rows = useMemo(() => toCaseRows(result), [result]);
  const labels = metricLabels(result.metrics.details);
  const sort = parseSort(search.sort);
  const shown = useMemo(() => shownCases(rows, search), [rows, search]);
  const trials = runTrials(result.run_object);
  const session = { run: runId, cases: packCaseSearch(search) };
  const open = async (row: CaseRow): Promise<void> => {
    await onSearchChange({ row: row.key });
    await navigate({
      to: "/sessions/$sessionId",
      params: { sessionId: row.result.session_id },
      search: session,
    });
  };
  return (
    <>
      <CaseToolbar
        {...props}
        rows={rows}
        shown={shown}
        run={result.run_object}
        noun={trials.noun}
        metricLabels={labels}
      />
      <DataGrid
        label="Cases"
        columns={caseColumns({
          session,
          metrics: labels,
          trialCount: trials.count,
          hasGroundTruth: rows.some(({ groundTruth }) => groundTruth !== ""),
          usage: props.usage,
        })}
        rows={shown}
        rowKey={({ key }) => key}
        initialKey={search.row}
        sort={sort}
        onSort={(column) => void onSearchChange({ sort: toggleSort(sort, column) })}
        onOpen={(row) => void open(row)}
        empty={<NoCases isLive={isLive(result.status)} isFiltered={rows.length > 0} />}
      />
    </>
  );
}

function NoCases(props: { readonly isLive: boolean; readonly isFiltered: boolean }): ReactNode {
  if (props.isFiltered)
    return <Message title="No case matches">Change or clear the filters.</Message>;
  return <Message title={props.isLive ? "No case has ended yet" : "This run has no cases"} />;
}
