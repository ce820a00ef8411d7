import { readLowerIsBetter, type RunComparison, type RunResult } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { DataGrid } from "../../components/grid/data-grid.js";
import { IgnoredInAddress } from "../../components/ignored-in-address.js";
import { Message } from "../../components/message.js";
import { useApi } from "../../lib/api/api-context.js";
import { chosenSlice, ignoredSlice } from "../../lib/cases/slice-keys.js";
import { useCaseTexts } from "../../lib/cases/use-case-texts.js";
import { ignoredChoice, ignoredSort, type IgnoredValue } from "../../lib/address/ignored-values.js";
import { metricLabels } from "../../lib/runs/metric-key.js";
import { readWholeResult } from "../../lib/api/run-queries.js";
import { parseSort } from "../../lib/sort.js";
import { useInSight } from "../../lib/hooks/use-in-sight.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import { useSorting } from "../../lib/hooks/use-sorting.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { CaseDetail } from "./case-detail.js";
import { compareColumns } from "./compare-columns.js";
import type { CompareContent } from "./compare-content.js";
import { CompareSlices } from "./compare-slices.js";
import { CompareToolbar } from "./compare-toolbar.js";
import { changes, parseCaseChange, parseScoreChange } from "./model/change.js";
import { casesOf, toCompareRows, type CompareRow } from "./model/compare-rows.js";
import { metadataOf } from "./model/compare-slices.js";
import { selectRows } from "./model/select-rows.js";
import { compareKeys, parseCompareSearch, type CompareSearch } from "./search.js";

const rowHeight = 52;

type CompareTableProps = ViewProps<CompareSearch> & CompareContent;

export function CompareTable(props: CompareTableProps): ReactNode {
  const { search, onSearchChange, comparison, pair, whole } = props;
  const { rows, shown, readShown, inSight, onRange } = useShown(props);
  const texts = useCaseTexts(casesOf(inSight, pair), whole.isWhole);
  const labels = useMemo(() => metricLabels(comparison.metrics), [comparison]);
  const ignored = useMemo(
    () => ignoredOfComparison(search, [...labels.keys()], rows),
    [search, labels, rows],
  );
  const sorting = useSorting(props);
  const latest = useLatestSearch(parseCompareSearch);
  const opened = rows.find(({ key }) => key === search.case);
  const open = (key: string | undefined): void => void onSearchChange({ case: key });
  return (
    <>
      <IgnoredInAddress keys={compareKeys} ignored={ignored} onSearchChange={onSearchChange} />
      <CompareSlices {...props} rows={rows} />
      <CompareToolbar
        {...props}
        rows={rows}
        shown={shown}
        readShown={readShown}
        textsError={whole.error ?? texts.error}
        metricLabels={labels}
      />
      <div className="flex min-h-72 flex-1 flex-col gap-3 max-lg:min-h-[40rem] lg:flex-row">
        <DataGrid
          label="Compared cases"
          columns={compareColumns(labels, {
            isBesideCase: opened !== undefined,
            pair,
            textsOf: texts.textsOf,
          })}
          rows={shown}
          rowKey={({ key }) => key}
          rowHeight={rowHeight}
          initialKey={search.case}
          {...sorting}
          onOpen={({ key }) => open(key)}
          // An open case follows the keys.
          onMove={({ key }) => latest().case !== undefined && open(key)}
          rowKeys={{ Escape: () => open(undefined) }}
          isSelected={({ key }) => key === opened?.key}
          onRange={onRange}
          empty={<NoRows hasCases={rows.length > 0} isReading={whole.isReading} />}
        />
        {opened !== undefined && (
          <CaseDetail
            row={opened}
            pair={pair}
            isWhole={whole.isWhole}
            labels={labels}
            onClose={() => open(undefined)}
          />
        )}
      </div>
    </>
  );
}

function ignoredOfComparison(
  search: CompareSearch,
  metricKeys: readonly string[],
  rows: readonly CompareRow[],
): readonly IgnoredValue[] {
  return [
    ...ignoredChoice(search, "change", changes),
    ...ignoredChoice(search, "metric", metricKeys),
    ...ignoredSlice(search, rows.map(metadataOf)),
    ...ignoredSort(search, metricKeys),
  ];
}

/** The rows that the search keeps, and those in sight. */
function useShown({ search, comparison, newResult, oldResult, pair }: CompareTableProps): {
  readonly rows: readonly CompareRow[];
  readonly shown: readonly CompareRow[];
  /** The same with all that went in and came out. */
  readonly readShown: () => Promise<readonly CompareRow[]>;
  readonly inSight: readonly CompareRow[];
  readonly onRange: (first: number, last: number) => void;
} {
  const api = useApi();
  const rows = useMemo(
    () => rowsOf(comparison, newResult, oldResult),
    [newResult, oldResult, comparison],
  );
  const shown = useMemo(() => shownRows(rows, search), [rows, search]);
  const { inSight, onRange } = useInSight(shown);
  const readShown = async (): Promise<readonly CompareRow[]> => {
    const [newest, oldest] = await Promise.all([
      readWholeResult(api, pair.new),
      readWholeResult(api, pair.old),
    ]);
    return shownRows(rowsOf(comparison, newest, oldest), search);
  };
  return { rows, shown, readShown, inSight, onRange };
}

function rowsOf(
  { metrics, new_run: newRun, old_run: oldRun }: RunComparison,
  newResult: RunResult,
  oldResult: RunResult,
): readonly CompareRow[] {
  const lowerIsBetter = readLowerIsBetter(newRun.configuration, oldRun.configuration);
  return toCompareRows(newResult, oldResult, metrics, lowerIsBetter);
}

function shownRows(rows: readonly CompareRow[], search: CompareSearch): readonly CompareRow[] {
  const change = parseCaseChange(search.change) ?? parseScoreChange(search.change);
  const slice = chosenSlice(search, rows.map(metadataOf));
  const filter = { change, metric: search.metric, text: search.q, slice };
  return selectRows(rows, filter, parseSort(search.sort));
}

function NoRows(props: { readonly hasCases: boolean; readonly isReading: boolean }): ReactNode {
  if (props.isReading) return <Message title="Reading what went in and came out…" />;
  return <Message title={props.hasCases ? "No case matches" : "Neither run has cases"} />;
}
