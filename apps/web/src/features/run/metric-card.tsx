import type { MetricDetail, MetricThreshold } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { describeThreshold } from "../../lib/text/describe-threshold.js";
import { formatCount, formatPlural, formatScore } from "../../lib/text/format-number.js";
import { HistogramBars } from "./histogram-bars.js";
import { LabelBars } from "./label-bars.js";
import { describeDenominators } from "./model/denominators.js";
import { histogram } from "./model/histogram.js";
import type { LabelCount } from "./model/label-counts.js";

/** The bar of a metric that the case table is filtered by. */
export interface SelectedBar {
  readonly range?: string | undefined;
  readonly label?: string | undefined;
}

export function MetricCard(props: {
  readonly label: string;
  readonly detail: MetricDetail;
  readonly labels: readonly LabelCount[];
  readonly aggregation: string;
  /** What its denominators count. */
  readonly noun: "case" | "trial";
  /** What has no value yet may still get one. */
  readonly isLive: boolean;
  readonly selected: SelectedBar;
  readonly onSelect: (bar: SelectedBar) => void;
}): ReactNode {
  const { detail, isLive, labels, noun, selected, onSelect } = props;
  const bins = useMemo(() => histogram(detail.values), [detail.values]);
  const isPartial = detail.counted < detail.total && !isLive;
  const isLabels = detail.values.length === 0 && labels.length > 0;
  return (
    <section
      aria-label={`Metric ${props.label}`}
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2"
    >
      <div className="flex items-baseline gap-2">
        <h2
          className="min-w-0 truncate text-muted"
          title={`${props.label} of ${detail.event_type} ${detail.event_name}`}
        >
          {props.label}
        </h2>
        <span className="ml-auto text-lg leading-6 font-semibold whitespace-nowrap">
          {isLabels ? formatPlural(labels.length, "label") : aggregateText(detail)}
        </span>
      </div>
      {isLabels ? (
        <LabelBars
          counts={labels}
          noun={noun}
          selected={selected.label}
          onSelect={(label) => onSelect({ label })}
        />
      ) : (
        <HistogramBars
          bins={bins}
          noun={noun}
          selected={selected.range}
          onSelect={(range) => onSelect({ range })}
        />
      )}
      {detail.threshold !== undefined && <Passing detail={detail} threshold={detail.threshold} />}
      <p className={`mt-auto text-xs ${isPartial ? "text-warn" : "text-faint"}`}>
        {isLabels ? "" : `${props.aggregation} · `}
        {describeDenominators(detail, { isLive, noun })}
      </p>
    </section>
  );
}

/** Cases, also where the denominators are of trials: each has one verdict. */
function Passing(props: {
  readonly detail: MetricDetail;
  readonly threshold: MetricThreshold;
}): ReactNode {
  const { passed, failed } = props.detail.datapoints;
  const total = passed.length + failed.length;
  return (
    <p className={`text-xs ${failed.length > 0 ? "text-bad" : "text-good"}`}>
      {formatCount(passed.length)} of {formatCount(total)} pass
      <span className="text-muted"> · {describeThreshold(props.threshold)}</span>
    </p>
  );
}

function aggregateText({ aggregate }: MetricDetail): string {
  return aggregate === null ? "no value" : formatScore(aggregate);
}
