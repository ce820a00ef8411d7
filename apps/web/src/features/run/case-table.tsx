import { caseOutcomes, type CaseOutcome, type RunResult } from "@honeyhive/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";

import { OutcomeBadge } from "../../components/badge.js";
import { Button } from "../../components/button.js";
import { Choice } from "../../components/choice.js";
import { DataGrid } from "../../components/data-grid.js";
import { parseSort, toggleSort } from "../../components/grid-column.js";
import { Message } from "../../components/message.js";
import { SearchBox } from "../../components/search-box.js";
import { formatPlural } from "../../lib/format-number.js";
import { isLive } from "../../lib/run-queries.js";
import { caseColumns } from "./case-columns.js";
import { resultMetricLabels } from "./metric-cards.js";
import { toCaseRows, type CaseRow } from "./model/case-row.js";
import { parseRange } from "./model/histogram.js";
import { selectCases } from "./model/select-cases.js";
import type { RunViewProps } from "./run-page.js";

export function CaseTable(props: RunViewProps & { readonly result: RunResult }): ReactNode {
  const { result, search, onSearchChange } = props;
  const navigate = useNavigate();
  const runId = result.run_object.run_id;
  const rows = useMemo(() => toCaseRows(result), [result]);
  const labels = resultMetricLabels(result.metrics.details);
  const range = parseRange(search.range);
  const { metric } = search;
  const filter = {
    outcome: search.outcome,
    text: search.q,
    score: metric === undefined || range === undefined ? undefined : { metric, ...range },
  };
  const sort = parseSort(search.sort);
  const shown = selectCases(rows, filter, sort);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Search cases"
          value={search.q ?? ""}
          onChange={(q) => void onSearchChange({ q })}
        />
        <Choice<CaseOutcome>
          label="Outcome"
          options={countOutcomes(rows)}
          value={caseOutcomes.find((outcome) => outcome === search.outcome)}
          onChange={(outcome) => void onSearchChange({ outcome })}
        />
        {filter.score !== undefined && (
          <Button
            look="quiet"
            onClick={() => void onSearchChange({ metric: undefined, range: undefined })}
          >
            {labels.get(filter.score.metric)} {search.range} ✕
            <span className="sr-only">Clear this filter</span>
          </Button>
        )}
        <span role="status" className="ml-auto text-muted">
          {shown.length < rows.length && `${shown.length} of `}
          {formatPlural(rows.length, "case")}
        </span>
      </div>
      <DataGrid
        label="Cases"
        columns={caseColumns(runId, labels)}
        rows={shown}
        rowKey={({ key }) => key}
        initialKey={search.row}
        sort={sort}
        onSort={(column) => void onSearchChange({ sort: toggleSort(sort, column) })}
        onOpen={async (row) => {
          await onSearchChange({ row: row.key });
          await navigate({
            to: "/sessions/$sessionId",
            params: { sessionId: row.result.session_id },
            search: { run: runId },
          });
        }}
        empty={
          rows.length === 0 ? (
            <Message
              title={isLive(result.status) ? "No case has ended yet" : "This run has no cases"}
            />
          ) : (
            <Message title="No case matches">Change or clear the filters.</Message>
          )
        }
      />
    </>
  );
}

function countOutcomes(rows: readonly CaseRow[]): readonly {
  readonly value: CaseOutcome;
  readonly label: ReactNode;
  readonly count: number;
}[] {
  return caseOutcomes
    .map((value) => ({
      value,
      label: <OutcomeBadge outcome={value} />,
      count: rows.filter(({ outcome }) => outcome === value).length,
    }))
    .filter(({ count }) => count > 0);
}
