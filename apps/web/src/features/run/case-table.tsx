import { usageNames, type RunResult, type UsageName } from "@honeyhive/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";

import { DataGrid } from "../../components/grid/data-grid.js";
import { IgnoredInAddress } from "../../components/ignored-in-address.js";
import { Message } from "../../components/message.js";
import { useApi } from "../../lib/api/api-context.js";
import { toCaseRows, type CaseRow } from "../../lib/cases/case-row.js";
import { packCaseSearch, shownCases } from "../../lib/cases/shown-cases.js";
import { useCaseTexts, type ReadTexts } from "../../lib/cases/use-case-texts.js";
import { metricLabels } from "../../lib/runs/metric-key.js";
import { isLive, readWholeResult } from "../../lib/api/run-queries.js";
import { runTrials } from "../../lib/runs/run-trials.js";
import { useInSight } from "../../lib/hooks/use-in-sight.js";
import { useOpenRow } from "../../lib/hooks/use-open-row.js";
import { useSorting } from "../../lib/hooks/use-sorting.js";
import type { WholeResult } from "../../lib/api/use-run-result.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { caseColumns } from "./case-columns.js";
import { CaseToolbar } from "./case-toolbar.js";
import { ignoredOfRun } from "./model/ignored-of-run.js";
import { runKeys, type RunSearch } from "./search.js";

interface CaseTableProps extends ViewProps<RunSearch> {
  readonly result: RunResult;
  readonly rows: readonly CaseRow[];
  readonly whole: WholeResult;
}

export function CaseTable(props: CaseTableProps): ReactNode {
  const { result, rows, search, onSearchChange, whole } = props;
  const navigate = useNavigate();
  const { shown, readShown, inSight, onRange, texts } = useShown(props);
  const runId = result.run_object.run_id;
  const labels = useMemo(() => metricLabels(result.metrics.details), [result]);
  const ignored = useMemo(
    () => ignoredOfRun(search, [...labels.keys()], rows),
    [search, labels, rows],
  );
  const sorting = useSorting(props);
  const used = useMemo(() => usedBy(rows), [rows]);
  const openRow = useOpenRow(onSearchChange);
  const trials = runTrials(result.run_object);
  const session = { run: runId, cases: packCaseSearch(search) };
  const open = ({ key, result: { session_id: sessionId } }: CaseRow): void =>
    openRow(key, () =>
      navigate({ to: "/sessions/$sessionId", params: { sessionId }, search: session }),
    );
  return (
    <>
      <IgnoredInAddress keys={runKeys} ignored={ignored} onSearchChange={onSearchChange} />
      <CaseToolbar
        {...props}
        shown={shown}
        readShown={readShown}
        textsError={whole.error ?? texts.error}
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
          inSight,
          textsOf: (row) => texts.textsOf(runId, row.result),
          used,
        })}
        rows={shown}
        rowKey={({ key }) => key}
        initialKey={search.row}
        {...sorting}
        onOpen={open}
        onRange={onRange}
        empty={<NoCases {...whole} isLive={isLive(result.status)} isFiltered={rows.length > 0} />}
      />
    </>
  );
}

function usedBy(rows: readonly CaseRow[]): ReadonlySet<UsageName> {
  return new Set(
    usageNames.filter((name) => rows.some(({ result }) => (result.usage?.[name] ?? 0) > 0)),
  );
}

/** The rows that the search keeps, with the texts of those in sight. */
function useShown({ result, rows, search, whole }: CaseTableProps): {
  readonly shown: readonly CaseRow[];
  /** The same with all that went in and came out. */
  readonly readShown: () => Promise<readonly CaseRow[]>;
  readonly inSight: readonly CaseRow[];
  readonly onRange: (first: number, last: number) => void;
  readonly texts: ReadTexts;
} {
  const api = useApi();
  const runId = result.run_object.run_id;
  const shown = useMemo(() => shownCases(rows, search), [rows, search]);
  const { inSight, onRange } = useInSight(shown);
  const cases = inSight.map((row) => ({ runId, result: row.result }));
  const texts = useCaseTexts(cases, whole.isWhole);
  const readShown = async (): Promise<readonly CaseRow[]> =>
    shownCases(toCaseRows(await readWholeResult(api, runId)), search);
  return { shown, readShown, inSight, onRange, texts };
}

function NoCases(props: {
  readonly isLive: boolean;
  readonly isFiltered: boolean;
  readonly isReading: boolean;
}): ReactNode {
  if (props.isReading) return <Message title="Reading what went in and came out…" />;
  if (props.isFiltered)
    return <Message title="No case matches">Change or clear the filters.</Message>;
  return <Message title={props.isLive ? "No case has ended yet" : "This run has no cases"} />;
}
