import { useMemo, type ReactNode } from "react";

import { Button } from "../../components/button.js";
import { Choice } from "../../components/choice.js";
import { DataGrid } from "../../components/data-grid.js";
import { parseSort, toggleSort } from "../../components/grid-column.js";
import { Message } from "../../components/message.js";
import { SearchBox } from "../../components/search-box.js";
import { formatPlural } from "../../lib/format-number.js";
import { CaseDetail } from "./case-detail.js";
import { compareColumns } from "./compare-columns.js";
import type { CompareContent, CompareViewProps } from "./compare-page.js";
import { toCompareRows } from "./model/compare-rows.js";
import { parseChange, parseScoreChange } from "./model/parse-change.js";
import { selectRows } from "./model/select-rows.js";
import { comparisonLabels } from "./verdict-strip.js";

const rowHeight = 52;

export function CompareTable(props: CompareViewProps & CompareContent): ReactNode {
  const { search, onSearchChange, comparison, newResult, oldResult } = props;
  const rows = useMemo(
    () => toCompareRows(newResult, oldResult, comparison.metrics),
    [newResult, oldResult, comparison.metrics],
  );
  const labels = comparisonLabels(comparison);
  const change = parseChange(search.change);
  const sort = parseSort(search.sort);
  const shown = selectRows(rows, { change, metric: search.metric, text: search.q }, sort);
  const open = rows.find(({ key }) => key === search.case);
  const scoreChange = parseScoreChange(search.change);
  const countOf = (presence: string): number =>
    rows.filter((row) => row.presence === presence).length;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Search cases"
          value={search.q ?? ""}
          onChange={(q) => void onSearchChange({ q })}
        />
        <Choice<"added" | "removed">
          label="Cases in one run only"
          options={[
            { value: "added", label: "only in new", count: countOf("added") },
            { value: "removed", label: "only in old", count: countOf("removed") },
          ]}
          value={change === "added" || change === "removed" ? change : undefined}
          onChange={(value) => void onSearchChange({ change: value, metric: undefined })}
        />
        {scoreChange !== undefined && (
          <Button
            look="quiet"
            onClick={() => void onSearchChange({ change: undefined, metric: undefined })}
          >
            {scoreChange} on {labels.get(search.metric ?? "") ?? "any metric"} ✕
            <span className="sr-only">Clear this filter</span>
          </Button>
        )}
        <span role="status" className="ml-auto text-muted">
          {shown.length < rows.length && `${shown.length} of `}
          {formatPlural(rows.length, "case")}
        </span>
      </div>
      <div className="flex min-h-72 flex-1 flex-col gap-3 max-lg:min-h-[40rem] lg:flex-row">
        <DataGrid
          label="Compared cases"
          columns={compareColumns(labels)}
          rows={shown}
          rowKey={({ key }) => key}
          rowHeight={rowHeight}
          initialKey={search.case}
          sort={sort}
          onSort={(column) => void onSearchChange({ sort: toggleSort(sort, column) })}
          onOpen={({ key }) => void onSearchChange({ case: key })}
          onMove={({ key }) => {
            if (open !== undefined) void onSearchChange({ case: key });
          }}
          rowKeys={{ Escape: () => void onSearchChange({ case: undefined }) }}
          isSelected={({ key }) => key === open?.key}
          empty={
            <Message title={rows.length === 0 ? "Neither run has cases" : "No case matches"} />
          }
        />
        {open !== undefined && (
          <CaseDetail
            row={open}
            pair={props.pair}
            labels={labels}
            onClose={() => void onSearchChange({ case: undefined })}
          />
        )}
      </div>
    </>
  );
}
