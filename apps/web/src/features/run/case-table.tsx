import type { RunResult } from "@honeyhive/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";

import { DataGrid } from "../../components/data-grid.js";
import { parseSort, toggleSort } from "../../components/grid-column.js";
import { Message } from "../../components/message.js";
import { metricLabels } from "../../lib/metric-key.js";
import { isLive } from "../../lib/run-queries.js";
import { caseColumns } from "./case-columns.js";
import { CaseToolbar } from "./case-toolbar.js";
import { toCaseRows, type CaseRow } from "./model/case-row.js";
import { parseRange } from "./model/histogram.js";
import { selectCases, type CaseFilter } from "./model/select-cases.js";
import type { RunViewProps } from "./run-page.js";
import type { RunSearch } from "./search.js";

export function CaseTable(props: RunViewProps & { readonly result: RunResult }): ReactNode {
  const { result, search, onSearchChange } = props;
  const navigate = useNavigate();
  const runId = result.run_object.run_id;
  const rows = useMemo(() => toCaseRows(result), [result]);
  const labels = metricLabels(result.metrics.details);
  const sort = parseSort(search.sort);
  const shown = useMemo(
    () => selectCases(rows, toFilter(search), parseSort(search.sort)),
    [rows, search],
  );
  const open = async (row: CaseRow): Promise<void> => {
    await onSearchChange({ row: row.key });
    await navigate({
      to: "/sessions/$sessionId",
      params: { sessionId: row.result.session_id },
      search: { run: runId },
    });
  };
  return (
    <>
      <CaseToolbar {...props} rows={rows} shownCount={shown.length} metricLabels={labels} />
      <DataGrid
        label="Cases"
        columns={caseColumns(runId, labels)}
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

function toFilter(search: RunSearch): CaseFilter {
  const range = parseRange(search.range);
  const { metric } = search;
  return {
    outcome: search.outcome,
    text: search.q,
    score: metric === undefined || range === undefined ? undefined : { metric, ...range },
  };
}

function NoCases(props: { readonly isLive: boolean; readonly isFiltered: boolean }): ReactNode {
  if (props.isFiltered)
    return <Message title="No case matches">Change or clear the filters.</Message>;
  return <Message title={props.isLive ? "No case has ended yet" : "This run has no cases"} />;
}
