import { readLowerIsBetter } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { DataGrid } from "../../components/data-grid.js";
import { Message } from "../../components/message.js";
import { metricLabels } from "../../lib/metric-key.js";
import { parseSort, toggleSort } from "../../lib/sort.js";
import type { ViewProps } from "../../lib/view-props.js";
import { CaseDetail } from "./case-detail.js";
import { compareColumns } from "./compare-columns.js";
import type { CompareContent } from "./compare-content.js";
import { CompareToolbar } from "./compare-toolbar.js";
import { parseCaseChange, parseScoreChange } from "./model/change.js";
import { toCompareRows } from "./model/compare-rows.js";
import { selectRows } from "./model/select-rows.js";
import type { CompareSearch } from "./search.js";

const rowHeight = 52;

export function CompareTable(props: ViewProps<CompareSearch> & CompareContent): ReactNode {
  const { search, onSearchChange, comparison, newResult, oldResult } = props;
  const rows = useMemo(() => {
    const { metrics, new_run: newRun, old_run: oldRun } = comparison;
    const lowerIsBetter = readLowerIsBetter(newRun.configuration, oldRun.configuration);
    return toCompareRows(newResult, oldResult, metrics, lowerIsBetter);
  }, [newResult, oldResult, comparison]);
  const shown = useMemo(() => {
    const change = parseCaseChange(search.change) ?? parseScoreChange(search.change);
    const filter = { change, metric: search.metric, text: search.q };
    return selectRows(rows, filter, parseSort(search.sort));
  }, [rows, search.change, search.metric, search.q, search.sort]);
  const labels = metricLabels(comparison.metrics);
  const sort = parseSort(search.sort);
  const opened = rows.find(({ key }) => key === search.case);
  const open = (key: string | undefined): void => void onSearchChange({ case: key });
  return (
    <>
      <CompareToolbar {...props} rows={rows} shown={shown} metricLabels={labels} />
      <div className="flex min-h-72 flex-1 flex-col gap-3 max-lg:min-h-[40rem] lg:flex-row">
        <DataGrid
          label="Compared cases"
          columns={compareColumns(labels, { isBesideCase: opened !== undefined })}
          rows={shown}
          rowKey={({ key }) => key}
          rowHeight={rowHeight}
          initialKey={search.case}
          sort={sort}
          onSort={(column) => void onSearchChange({ sort: toggleSort(sort, column) })}
          onOpen={({ key }) => open(key)}
          // An open case follows the keys.
          onMove={({ key }) => opened !== undefined && open(key)}
          rowKeys={{ Escape: () => open(undefined) }}
          isSelected={({ key }) => key === opened?.key}
          empty={
            <Message title={rows.length === 0 ? "Neither run has cases" : "No case matches"} />
          }
        />
        {opened !== undefined && (
          <CaseDetail
            row={opened}
            pair={props.pair}
            labels={labels}
            onClose={() => open(undefined)}
          />
        )}
      </div>
    </>
  );
}
