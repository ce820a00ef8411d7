import type { DatapointResult, JsonObject } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { Badge, OutcomeBadge } from "../../components/badge.js";
import { scoreColumnWidth, type GridColumn } from "../../components/grid/grid-column.js";
import { caseOutcome } from "../../lib/runs/case-outcome.js";
import type { CaseTexts } from "../../lib/cases/case-texts.js";
import { countPassed, type CaseTrial } from "../../lib/cases/group-trials.js";
import type { TextsOf } from "../../lib/cases/use-case-texts.js";
import { previewValue } from "../../lib/text/preview-value.js";
import { isEdited, textsOfRow, type CompareRow, type TrialsOfBoth } from "./model/compare-rows.js";
import type { RunPair } from "./queries.js";
import { ScoreDelta } from "./score-delta.js";

export function compareColumns(
  metrics: ReadonlyMap<string, string>,
  options: {
    readonly isBesideCase: boolean;
    readonly pair: RunPair;
    readonly textsOf: TextsOf;
  },
): readonly GridColumn<CompareRow>[] {
  const { pair, textsOf } = options;
  // Left out beside an open case, which shows them in full.
  const outputs = options.isBesideCase ? [] : outputColumns(pair, textsOf);
  return [...caseColumns, inputsColumn(pair, textsOf), ...outputs, ...scoreColumns(metrics)];
}

const caseColumns: readonly GridColumn<CompareRow>[] = [
  {
    id: "case",
    header: "Case",
    minWidth: 150,
    grow: 1,
    cell: (row) => (
      <span className="flex flex-col items-start">
        <span className="max-w-full truncate font-mono text-xs" title={row.datapointId ?? ""}>
          {row.datapointId ?? "no id"}
        </span>
        {row.trial !== undefined && (
          <span
            className="max-w-full truncate text-xs text-muted"
            title={describeTrials(row.trials)}
          >
            trial {row.trial} · {shareOf(row.trials.old)} → {shareOf(row.trials.new)}
          </span>
        )}
        {isEdited(row) && <Badge tone="warn">edited</Badge>}
        {row.presence !== "both" && (
          <Badge tone="warn">{row.presence === "added" ? "only in new" : "only in old"}</Badge>
        )}
      </span>
    ),
  },
  {
    id: "outcome",
    header: "Outcome",
    minWidth: 112,
    cell: (row) => <Outcomes row={row} />,
  },
];

function inputsColumn(pair: RunPair, textsOf: TextsOf): GridColumn<CompareRow> {
  return {
    id: "inputs",
    header: "Inputs",
    minWidth: 140,
    grow: 2,
    cell: (row) => <TwoLines text={preview(textsOfRow(row, pair, textsOf)?.inputs)} />,
  };
}

function outputColumns(pair: RunPair, textsOf: TextsOf): readonly GridColumn<CompareRow>[] {
  return [
    {
      id: "old",
      header: "Old output",
      minWidth: 150,
      grow: 3,
      cell: ({ old }) => <Output result={old} texts={textsOf(pair.old, old)} />,
    },
    {
      id: "new",
      header: "New output",
      minWidth: 150,
      grow: 3,
      cell: (row) => <Output result={row.new} texts={textsOf(pair.new, row.new)} />,
    },
  ];
}

function scoreColumns(metrics: ReadonlyMap<string, string>): readonly GridColumn<CompareRow>[] {
  return [...metrics].map(([key, label]) => ({
    id: key,
    header: label,
    minWidth: scoreColumnWidth(label),
    align: "end",
    isSortable: true,
    cell: ({ scores }) => <ScoreDelta score={scores.get(key)} />,
  }));
}

function describeTrials({ old, new: current }: TrialsOfBoth): string {
  return `Trials passed: ${shareOf(old)} in the old run, ${shareOf(current)} in the new run`;
}

function shareOf(trials: readonly CaseTrial[]): string {
  return trials.length === 0 ? "–" : `${countPassed(trials)}/${trials.length}`;
}

function Outcomes({ row }: { readonly row: CompareRow }): ReactNode {
  const before = row.old && caseOutcome(row.old);
  const after = row.new && caseOutcome(row.new);
  return (
    <span className="flex flex-col items-start gap-0.5">
      {before !== undefined && before !== after && (
        <span className="text-xs leading-4 text-muted">was {before}</span>
      )}
      {after !== undefined && <OutcomeBadge outcome={after} />}
    </span>
  );
}

function Output(props: {
  readonly result: DatapointResult | undefined;
  readonly texts: CaseTexts | undefined;
}): ReactNode {
  const { result, texts } = props;
  if (result === undefined) return <span className="text-faint">–</span>;
  if (result.error !== null) return <TwoLines text={result.error} className="text-bad" />;
  return <TwoLines text={preview(texts?.outputs)} />;
}

/** Three dots while it is read. */
function preview(value: JsonObject | undefined): string {
  return value === undefined ? "…" : previewValue(value);
}

function TwoLines(props: { readonly text: string; readonly className?: string }): ReactNode {
  return (
    <span
      title={props.text}
      className={`line-clamp-2 break-words whitespace-normal ${props.className ?? ""}`}
    >
      {props.text}
    </span>
  );
}
