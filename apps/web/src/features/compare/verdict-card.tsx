import type { MetricComparison } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { Choice } from "../../components/form/choice.js";
import {
  formatCount,
  formatDelta,
  formatPlural,
  formatPValue,
  formatScore,
} from "../../lib/text/format-number.js";
import { LabelShiftList } from "./label-shift-list.js";
import type { ScoreChange } from "./model/change.js";
import type { LabelShifts } from "./model/label-shift.js";
import { VerdictBadge } from "./verdict-badge.js";

const changeMarks = {
  improved: { sign: "▲", color: "text-good" },
  degraded: { sign: "▼", color: "text-bad" },
  same: { sign: "=", color: "text-faint" },
  "other label": { sign: "≠", color: "text-warn" },
} as const;

export function VerdictCard(props: {
  readonly label: string;
  readonly metric: MetricComparison;
  /** Of a metric of labels, which are counted and not judged. */
  readonly shifts?: LabelShifts | undefined;
  readonly selected: ScoreChange | undefined;
  readonly onSelect: (change: ScoreChange | undefined) => void;
}): ReactNode {
  const { metric, shifts } = props;
  const counts = shifts === undefined ? countsOf(metric) : labelCountsOf(shifts);
  return (
    <section
      aria-label={`Verdict on ${props.label}`}
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2"
    >
      <div className="flex items-center gap-2">
        <h2
          className="min-w-0 truncate text-muted"
          title={`${metric.event_type} ${metric.event_name}`}
        >
          {props.label}
        </h2>
        <span className="ml-auto">
          {shifts === undefined ? (
            <VerdictBadge verdict={metric.verdict} />
          ) : (
            <Badge tone="neutral">labels</Badge>
          )}
        </span>
      </div>
      {shifts === undefined ? <Change metric={metric} /> : <LabelShiftList shifts={shifts} />}
      <Choice<ScoreChange>
        label={`Cases by change of ${props.label}`}
        options={counts.map(([value, count]) => ({ value, label: <Mark change={value} />, count }))}
        value={props.selected}
        onChange={props.onSelect}
      />
      <p className="text-xs text-faint">
        {shifts === undefined
          ? describeEvidence(metric)
          : `over ${formatPlural(shifts.pairedCount, "pair")} with a label in both`}
      </p>
    </section>
  );
}

type Counts = readonly (readonly [change: ScoreChange, count: number])[];

function countsOf(metric: MetricComparison): Counts {
  return [
    ["improved", metric.improved_count],
    ["degraded", metric.degraded_count],
    ["same", metric.same_count],
  ];
}

function labelCountsOf({ pairedCount, relabelledCount }: LabelShifts): Counts {
  return [
    ["other label", relabelledCount],
    ["same", pairedCount - relabelledCount],
  ];
}

function Mark({ change }: { readonly change: ScoreChange }): ReactNode {
  const { sign, color } = changeMarks[change];
  return (
    <span>
      <span aria-hidden="true" className={`mr-1 ${color}`}>
        {sign}
      </span>
      {change}
    </span>
  );
}

function Change({ metric }: { readonly metric: MetricComparison }): ReactNode {
  const { old_aggregate: old, new_aggregate: current, difference } = metric;
  if (old === null || current === null) return <p className="text-muted">no paired values</p>;
  return (
    <p className="flex items-baseline gap-2">
      <span className="text-muted">{formatScore(old)}</span>
      <span aria-label="to" className="text-faint">
        →
      </span>
      <span className="text-lg leading-6 font-semibold">{formatScore(current)}</span>
      {difference !== null && <span className="text-muted">{formatDelta(difference)}</span>}
    </p>
  );
}

export function describeEvidence(
  metric: Pick<
    MetricComparison,
    "found_count" | "adjusted_p_value" | "needed_count" | "difference_interval" | "presence"
  >,
): string {
  if (metric.presence !== "both") return `only the ${metric.presence} run has it`;
  const interval = metric.difference_interval;
  return [
    ...(interval === null
      ? []
      : [`95 % interval ${formatDelta(interval.low)} to ${formatDelta(interval.high)}`]),
    `over ${formatPlural(metric.found_count, "paired case")}`,
    ...(metric.adjusted_p_value === null ? [] : [formatPValue(metric.adjusted_p_value)]),
    ...(metric.needed_count === null
      ? []
      : [`needs about ${formatCount(metric.needed_count - metric.found_count)} more to tell`]),
  ].join(" · ");
}
