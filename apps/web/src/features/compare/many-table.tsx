import type { JsonObject } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { DataGrid } from "../../components/grid/data-grid.js";
import { Message } from "../../components/message.js";
import { useApi } from "../../lib/api/api-context.js";
import { useCaseTexts } from "../../lib/cases/use-case-texts.js";
import { metricKey } from "../../lib/runs/metric-key.js";
import { readWholeResult } from "../../lib/api/run-queries.js";
import { parseSort } from "../../lib/sort.js";
import { useInSight } from "../../lib/hooks/use-in-sight.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import { useSorting } from "../../lib/hooks/use-sorting.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { parseCompareRunsSearch, type CompareRunsSearch } from "./compare-runs-search.js";
import { ManyCase } from "./many-case.js";
import { manyColumns } from "./many-columns.js";
import { ManyToolbar } from "./many-toolbar.js";
import type { NamedMetric } from "./model/compare-rows.js";
import { namingCase, toManyRows, type ManyRow } from "./model/many-rows.js";
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
  readonly isWhole: boolean;
  readonly isSearching: boolean;
}

export function ManyTable(props: ManyTableProps): ReactNode {
  const { search, onSearchChange, runs, labels } = props;
  const { keys, shownMetrics, rows, shown, readShown } = useShown(props);
  const { onRange, inputsOf, error } = useInputs(shown, props);
  const sorting = useSorting(props);
  const latest = useLatestSearch(parseCompareRunsSearch);
  const opened = rows.find(({ key }) => key === search.case);
  const open = (key: string | undefined): void => void onSearchChange({ case: key });
  return (
    <>
      <ManyToolbar
        {...props}
        keys={keys}
        rows={rows}
        shown={shown}
        readShown={readShown}
        textsError={error}
      />
      <div className="flex min-h-96 flex-1 flex-col gap-3 max-lg:min-h-[44rem] lg:flex-row">
        <DataGrid
          label="Compared cases"
          columns={manyColumns({
            runs,
            labels,
            metrics: shownMetrics,
            isBesideCase: opened !== undefined,
            inputsOf,
          })}
          rows={shown}
          rowKey={({ key }) => key}
          rowHeight={
            opened === undefined ? lineHeight * (shownMetrics.length + 1) + 16 : closedHeight
          }
          initialKey={search.case}
          {...sorting}
          onOpen={({ key }) => open(key)}
          // An open case follows the keys.
          onMove={({ key }) => latest().case !== undefined && open(key)}
          rowKeys={{ Escape: () => open(undefined) }}
          isSelected={({ key }) => key === opened?.key}
          onRange={onRange}
          empty={<NoRows hasCases={rows.length > 0} isReading={props.isSearching} />}
        />
        {opened !== undefined && (
          <ManyCase
            row={opened}
            runs={runs}
            isWhole={props.isWhole}
            metrics={keys}
            labels={labels}
            onClose={() => open(undefined)}
          />
        )}
      </div>
    </>
  );
}

/** What names the rows in sight. */
function useInputs(
  shown: readonly ManyRow[],
  { runs, isWhole }: ManyTableProps,
): {
  readonly onRange: (first: number, last: number) => void;
  readonly inputsOf: (row: ManyRow) => JsonObject | undefined;
  readonly error: Error | null;
} {
  const { inSight, onRange } = useInSight(shown);
  const cases = inSight.flatMap((row) => namingCase(row, runs) ?? []);
  const { textsOf, error } = useCaseTexts(cases, isWhole);
  const inputsOf = (row: ManyRow): JsonObject | undefined => {
    const named = namingCase(row, runs);
    return named && textsOf(named.runId, named.result)?.inputs;
  };
  return { onRange, inputsOf, error };
}

/** Which metrics have a line, and which cases a row. */
function useShown({ search, runs, metrics }: ManyTableProps): {
  readonly keys: readonly string[];
  readonly shownMetrics: readonly string[];
  readonly rows: readonly ManyRow[];
  readonly shown: readonly ManyRow[];
  /** The same with all that went in and came out. */
  readonly readShown: () => Promise<readonly ManyRow[]>;
} {
  const api = useApi();
  const keys = metrics.map(metricKey);
  const chosen = keys.find((key) => key === search.metric);
  const shownMetrics = chosen === undefined ? keys.slice(0, mostShown) : [chosen];
  const [metric] = shownMetrics;
  const rows = useMemo(() => toManyRows(runs, metrics), [runs, metrics]);
  const shown = useMemo(
    () => shownRows(rows, { search, runs, metric }),
    [rows, runs, search, metric],
  );
  const readShown = async (): Promise<readonly ManyRow[]> => {
    const whole = await Promise.all(
      runs.map(async (run) => ({ ...run, result: await readWholeResult(api, run.runId) })),
    );
    return shownRows(toManyRows(whole, metrics), { search, runs, metric });
  };
  return { keys, shownMetrics, rows, shown, readShown };
}

function shownRows(
  rows: readonly ManyRow[],
  by: Pick<ManyTableProps, "search" | "runs"> & { readonly metric: string | undefined },
): readonly ManyRow[] {
  const { search, runs, metric } = by;
  const sorted = parseSort(search.sort);
  const runIds = runs.map(({ runId }) => runId);
  const sort =
    sorted === undefined || metric === undefined ? undefined : { by: sorted, metric, runIds };
  return selectMany(rows, { group: parseCaseGroup(search.show), text: search.q }, sort);
}

function NoRows(props: { readonly hasCases: boolean; readonly isReading: boolean }): ReactNode {
  if (props.isReading) return <Message title="Reading what went in and came out…" />;
  return <Message title={props.hasCases ? "No case matches" : "No run has cases"} />;
}
