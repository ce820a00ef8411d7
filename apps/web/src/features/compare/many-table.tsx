import { useMemo, type ReactNode } from "react";

import { DataGrid } from "../../components/data-grid.js";
import { Message } from "../../components/message.js";
import { metricKey } from "../../lib/metric-key.js";
import { parseSort, toggleSort } from "../../lib/sort.js";
import type { ViewProps } from "../../lib/view-props.js";
import type { CompareRunsSearch } from "./compare-runs-search.js";
import { ManyCase } from "./many-case.js";
import { manyColumns } from "./many-columns.js";
import { ManyToolbar } from "./many-toolbar.js";
import type { NamedMetric } from "./model/compare-rows.js";
import { toManyRows, type ManyRow } from "./model/many-rows.js";
import { parseCaseGroup, selectMany } from "./model/select-many.js";
import type { ComparedRun } from "./model/summarise-runs.js";

/** More lines than this in a row leave no room for rows. */
const mostShown = 4;
const lineHeight = 20;
const closedHeight = 40;

interface ManyTableProps extends ViewProps<CompareRunsSearch> {
  readonly runs: readonly ComparedRun[];
  readonly metrics: readonly NamedMetric[];
  readonly labels: ReadonlyMap<string, string>;
  readonly isSearching: boolean;
}

export function ManyTable(props: ManyTableProps): ReactNode {
  const { search, onSearchChange, runs, labels } = props;
  const { keys, shownMetrics, rows, shown } = useShown(props);
  const sort = parseSort(search.sort);
  const opened = rows.find(({ key }) => key === search.case);
  const open = (key: string | undefined): void => void onSearchChange({ case: key });
  return (
    <>
      <ManyToolbar {...props} keys={keys} rows={rows} shown={shown} />
      <div className="flex min-h-96 flex-1 flex-col gap-3 max-lg:min-h-[44rem] lg:flex-row">
        <DataGrid
          // Rows of another height are another list.
          key={opened === undefined ? `${shownMetrics.length} lines` : "beside a case"}
          label="Compared cases"
          columns={manyColumns({
            runs,
            labels,
            metrics: shownMetrics,
            isBesideCase: opened !== undefined,
          })}
          rows={shown}
          rowKey={({ key }) => key}
          rowHeight={
            opened === undefined ? lineHeight * (shownMetrics.length + 1) + 16 : closedHeight
          }
          initialKey={search.case}
          sort={sort}
          onSort={(column) => void onSearchChange({ sort: toggleSort(sort, column) })}
          onOpen={({ key }) => open(key)}
          // An open case follows the keys.
          onMove={({ key }) => opened !== undefined && open(key)}
          rowKeys={{ Escape: () => open(undefined) }}
          isSelected={({ key }) => key === opened?.key}
          empty={<Message title={rows.length === 0 ? "No run has cases" : "No case matches"} />}
        />
        {opened !== undefined && (
          <ManyCase
            row={opened}
            runs={runs}
            metrics={keys}
            labels={labels}
            onClose={() => open(undefined)}
          />
        )}
      </div>
    </>
  );
}

/** Which metrics have a line, and which cases a row. */
function useShown({ search, runs, metrics }: ManyTableProps): {
  readonly keys: readonly string[];
  readonly shownMetrics: readonly string[];
  readonly rows: readonly ManyRow[];
  readonly shown: readonly ManyRow[];
} {
  const keys = metrics.map(metricKey);
  const chosen = keys.find((key) => key === search.metric);
  const shownMetrics = chosen === undefined ? keys.slice(0, mostShown) : [chosen];
  const [metric] = shownMetrics;
  const rows = useMemo(() => toManyRows(runs, metrics), [runs, metrics]);
  const shown = useMemo(() => {
    const by = parseSort(search.sort);
    const runIds = runs.map(({ runId }) => runId);
    const sort = by === undefined || metric === undefined ? undefined : { by, metric, runIds };
    return selectMany(rows, { group: parseCaseGroup(search.show), text: search.q }, sort);
  }, [rows, runs, search.show, search.q, search.sort, metric]);
  return { keys, shownMetrics, rows, shown };
}
