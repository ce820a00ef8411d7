import { durationOfCase, formatDuration, type UsageName } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";

import { OutcomeBadge } from "../../components/badge.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { scoreColumnWidth } from "../../components/grid/grid-column.js";
import { PreviewText } from "../../components/value/preview-text.js";
import { ScoreValue } from "../../components/value/score-value.js";
import { TrialMarks } from "../../components/value/trial-marks.js";
import { Used } from "../../components/value/used.js";
import type { CaseRow } from "../../lib/cases/case-row.js";
import type { CaseTexts } from "../../lib/cases/case-texts.js";
import { formatCost, formatTokens } from "../../lib/text/format-number.js";
import { previewValue } from "../../lib/text/preview-value.js";
import type { Search } from "../../lib/address/search-params.js";

export function caseColumns(options: {
  readonly session: SessionSearch;
  /** Labels by key. */
  readonly metrics: ReadonlyMap<string, string>;
  readonly trialCount: number;
  /** A ground truth has a column where one of these has one. */
  readonly inSight: readonly CaseRow[];
  readonly textsOf: (row: CaseRow) => CaseTexts | undefined;
  /** What any of the cases says it used. */
  readonly used: ReadonlySet<UsageName>;
}): readonly GridColumn<CaseRow>[] {
  const { session, metrics, trialCount, used } = options;
  return [
    caseColumn(session),
    ...(trialCount > 1 ? [trialColumn(session, trialCount)] : []),
    outcomeColumn,
    ...textColumns(options.textsOf, options.inSight),
    ...[...metrics].map(([key, label]): GridColumn<CaseRow> => ({
      id: key,
      header: label,
      minWidth: scoreColumnWidth(label),
      align: "end",
      isSortable: true,
      cell: ({ scores }) => <ScoreValue metric={scores.get(key)} />,
    })),
    durationColumn,
    ...(used.has("total_tokens") ? [tokensColumn] : []),
    ...(used.has("cost_usd") ? [costColumn] : []),
  ];
}

/** What a case's page gets to know of the list it was opened from. */
type SessionSearch = Search<"run" | "cases">;

function caseColumn(search: SessionSearch): GridColumn<CaseRow> {
  return {
    id: "datapoint",
    header: "Case",
    minWidth: 150,
    isSortable: true,
    cell: ({ position, result }) => (
      <Link
        to="/sessions/$sessionId"
        params={{ sessionId: result.session_id }}
        search={search}
        tabIndex={-1}
        title={result.datapoint_id ?? "No datapoint id"}
        className="hover:underline"
      >
        <span className="mr-2 text-faint">{position}</span>
        <span className="font-mono text-xs">{result.datapoint_id ?? "–"}</span>
      </Link>
    ),
  };
}

function trialColumn(search: SessionSearch, trialCount: number): GridColumn<CaseRow> {
  return {
    id: "trial",
    header: "Trial",
    minWidth: 76 + 22 * Math.min(Math.max(trialCount, 3), 10),
    isSortable: true,
    cell: ({ trial, trials }) => (
      <TrialMarks trial={trial} trials={trials} search={search} isInGrid />
    ),
  };
}

const outcomeColumn: GridColumn<CaseRow> = {
  id: "outcome",
  header: "Outcome",
  minWidth: 116,
  isSortable: true,
  cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
};

function textColumns(
  textsOf: (row: CaseRow) => CaseTexts | undefined,
  inSight: readonly CaseRow[],
): readonly GridColumn<CaseRow>[] {
  const inputs: GridColumn<CaseRow> = {
    id: "inputs",
    header: "Inputs",
    minWidth: 160,
    grow: 3,
    cell: (row) => <PreviewText texts={textsOf(row)} of="inputs" />,
  };
  const outputs: GridColumn<CaseRow> = {
    id: "outputs",
    header: "Outputs",
    minWidth: 160,
    grow: 3,
    cell: (row) =>
      row.result.error === null ? (
        <PreviewText texts={textsOf(row)} of="outputs" />
      ) : (
        <span title={row.result.error} className="text-bad">
          {row.result.error}
        </span>
      ),
  };
  const groundTruth: GridColumn<CaseRow> = {
    id: "ground-truth",
    header: "Ground truth",
    minWidth: 120,
    grow: 2,
    cell: (row) => <PreviewText texts={textsOf(row)} of="ground_truth" className="text-muted" />,
  };
  const isGiven = inSight.some((row) => hasGroundTruth(textsOf(row)));
  return [inputs, outputs, ...(isGiven ? [groundTruth] : [])];
}

function hasGroundTruth(texts: CaseTexts | undefined): boolean {
  return texts !== undefined && previewValue(texts.ground_truth) !== "";
}

const durationColumn: GridColumn<CaseRow> = {
  id: "duration",
  header: "Duration",
  minWidth: 92,
  align: "end",
  isSortable: true,
  cell: ({ result }) => formatDuration(durationOfCase(result)),
};

const tokensColumn: GridColumn<CaseRow> = {
  id: "tokens",
  header: "Tokens",
  minWidth: 76,
  align: "end",
  cell: ({ result }) => <Used value={result.usage?.total_tokens} format={formatTokens} />,
};

const costColumn: GridColumn<CaseRow> = {
  id: "cost",
  header: "Cost",
  minWidth: 96,
  align: "end",
  cell: ({ result }) => <Used value={result.usage?.cost_usd} format={formatCost} />,
};
