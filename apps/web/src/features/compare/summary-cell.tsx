import type { MetricComparison } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { scoreText } from "../../components/value/score-value.js";
import {
  formatCount,
  formatDelta,
  formatPlural,
  formatScore,
} from "../../lib/text/format-number.js";
import type { LabelShifts } from "./model/label-shift.js";
import type { SummaryCell } from "./model/summarise-runs.js";
import { VerdictBadge } from "./verdict-badge.js";
import { describeEvidence } from "./verdict-card.js";

/** A run's aggregate with its denominator, and what came of it against the baseline. */
export function SummaryCellView(props: {
  readonly cell: SummaryCell;
  readonly label: string;
  readonly baseline: string;
}): ReactNode {
  const { detail, against, labels, runId, shifts } = props.cell;
  if (detail === undefined) {
    return <td className="px-3 py-2 align-top text-faint">not measured</td>;
  }
  const isPartial = detail.counted < detail.total;
  return (
    <td className="px-3 py-2 align-top">
      <p className="whitespace-nowrap">
        <span className="font-semibold">{aggregateText(props.cell)}</span>
        <span className={`ml-1.5 text-xs ${isPartial ? "text-warn" : "text-faint"}`}>
          {formatCount(detail.counted)} of {formatCount(detail.total)}
        </span>
      </p>
      {labels.length > 0 && <Labels labels={labels} />}
      {against !== undefined && against.presence === "both" && (
        <Against against={against} {...props} shifts={shifts} runId={runId} />
      )}
    </td>
  );
}

function aggregateText({ detail, labels }: SummaryCell): string {
  if (labels.length > 0) return formatPlural(labels.length, "label");
  const value = detail?.aggregate ?? null;
  return value === null ? "no value" : formatScore(value);
}

const shownLabels = 3;

/** The most frequent ones. */
function Labels({ labels }: { readonly labels: SummaryCell["labels"] }): ReactNode {
  const rest = labels.length - shownLabels;
  return (
    <p className="flex flex-wrap gap-x-2 text-xs text-muted">
      {labels.slice(0, shownLabels).map(([label, count]) => (
        <span key={label} title={label} className="flex max-w-48 gap-1">
          <bdi className="truncate">{scoreText(label)}</bdi> {formatCount(count)}
        </span>
      ))}
      {rest > 0 && <span>{formatCount(rest)} more</span>}
    </p>
  );
}

function Against(props: {
  readonly against: MetricComparison;
  readonly shifts: LabelShifts | undefined;
  readonly label: string;
  readonly baseline: string;
  readonly runId: string;
}): ReactNode {
  const { against, shifts } = props;
  if (shifts !== undefined) {
    return (
      <p className="text-xs text-faint">
        {formatCount(shifts.relabelledCount)} of {formatPlural(shifts.pairedCount, "pair")} with
        another label
      </p>
    );
  }
  if (against.difference === null) {
    return <p className="text-xs text-faint">no paired values</p>;
  }
  return (
    <Link
      to="/compare"
      search={{ new: props.runId, old: props.baseline }}
      title={`${props.label} against the baseline: ${describeEvidence(against)}. Opens the two runs.`}
      className="inline-flex items-center gap-1.5 rounded whitespace-nowrap hover:underline"
    >
      <VerdictBadge verdict={against.verdict} />
      <span className="text-muted">{formatDelta(against.difference)}</span>
      <span className="text-xs text-faint">over {formatPlural(against.found_count, "pair")}</span>
    </Link>
  );
}
