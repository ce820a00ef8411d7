import type { JsonObject } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { Badge, OutcomeMark, outcomeTones, OutcomeBadge, tones } from "../../components/badge.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { previewValue } from "../../lib/text/preview-value.js";
import type { ManyCell, ManyRow } from "./model/many-rows.js";
import type { ComparedRun } from "./model/summarise-runs.js";
import { ManyScoreView } from "./many-score.js";
import { runName } from "./run-column-header.js";

/** One column for each run, in which every metric has its line. */
export function manyColumns(options: {
  readonly runs: readonly ComparedRun[];
  /** Keys, in the order of the lines. */
  readonly metrics: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly isBesideCase: boolean;
  /** Undefined until they are there. */
  readonly inputsOf: (row: ManyRow) => JsonObject | undefined;
}): readonly GridColumn<ManyRow>[] {
  const { runs, metrics, labels } = options;
  const caseColumn = caseColumnOf(options.inputsOf);
  if (options.isBesideCase) return [caseColumn, ...runs.map(markColumn)];
  return [
    caseColumn,
    {
      id: "metrics",
      header: "Metric",
      minWidth: 110,
      cell: () => (
        <Lines>
          <span className="text-faint">outcome</span>
          {metrics.map((key) => (
            <span key={key} className="truncate text-faint" title={labels.get(key)}>
              {labels.get(key)}
            </span>
          ))}
        </Lines>
      ),
    },
    ...runs.map((run, place): GridColumn<ManyRow> => ({
      id: run.runId,
      header: place === 0 ? `${runName(run)} (baseline)` : runName(run),
      minWidth: 132,
      grow: 1,
      isSortable: metrics.length > 0,
      cell: ({ cells }) => <RunCell cell={cells[place]} metrics={metrics} />,
    })),
  ];
}

function caseColumnOf(inputsOf: (row: ManyRow) => JsonObject | undefined): GridColumn<ManyRow> {
  return {
    id: "case",
    header: "Case",
    minWidth: 180,
    grow: 1,
    cell: (row) => <CaseName row={row} inputs={inputsOf(row)} />,
  };
}

function CaseName(props: {
  readonly row: ManyRow;
  readonly inputs: JsonObject | undefined;
}): ReactNode {
  const { datapointId, trial } = props.row;
  const inputs = props.inputs === undefined ? "…" : previewValue(props.inputs);
  return (
    <span className="flex flex-col">
      <span className="truncate font-mono text-xs" title={datapointId ?? ""}>
        {datapointId ?? "no id"}
        {trial !== undefined && <span className="text-muted"> · trial {trial}</span>}
      </span>
      <span className="truncate text-xs text-muted" title={inputs}>
        {inputs}
      </span>
    </span>
  );
}

/** Beside an open case, which shows the rest. */
function markColumn(run: ComparedRun, place: number): GridColumn<ManyRow> {
  return {
    id: run.runId,
    header: runName(run),
    minWidth: 72,
    cell: ({ cells }) => {
      const outcome = cells[place]?.outcome;
      if (outcome === undefined) return <span className="text-faint">–</span>;
      return (
        <span
          title={outcome}
          className={`inline-flex size-5 items-center justify-center rounded text-xs ${tones[outcomeTones[outcome]]}`}
        >
          <OutcomeMark outcome={outcome} />
          <span className="sr-only">{outcome}</span>
        </span>
      );
    },
  };
}

function RunCell(props: {
  readonly cell: ManyCell | undefined;
  readonly metrics: readonly string[];
}): ReactNode {
  const { cell } = props;
  if (cell === undefined) return <span className="text-faint">not in this run</span>;
  return (
    <Lines>
      <span className="flex gap-1">
        <OutcomeBadge outcome={cell.outcome} />
        {cell.isEdited && <Badge tone="warn">edited</Badge>}
      </span>
      {props.metrics.map((key) => (
        <ManyScoreView key={key} score={cell.scoreOf(key)} />
      ))}
    </Lines>
  );
}

function Lines({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="flex flex-col items-start *:h-5 *:max-w-full">{children}</span>;
}
