import type { MetricDetail } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { formatRange } from "../../lib/cases/range.js";
import { formatPlural, formatScore } from "../../lib/format-number.js";
import { describeDenominators } from "./model/denominators.js";
import { histogram, type HistogramBin } from "./model/histogram.js";

export function MetricCard(props: {
  readonly label: string;
  readonly detail: MetricDetail;
  readonly aggregation: string;
  /** What has no value yet may still get one. */
  readonly isLive: boolean;
  /** The bar the case table is filtered by. */
  readonly selectedRange: string | undefined;
  readonly onSelectRange: (range: string | undefined) => void;
}): ReactNode {
  const { detail, isLive } = props;
  const bins = useMemo(() => histogram(detail.values), [detail.values]);
  const isPartial = detail.counted < detail.total && !isLive;
  return (
    <section
      aria-label={`Metric ${props.label}`}
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2"
    >
      <div className="flex items-baseline gap-2">
        <h2
          className="min-w-0 truncate text-muted"
          title={`${detail.event_type} ${detail.event_name}`}
        >
          {props.label}
        </h2>
        <span className="ml-auto text-lg leading-6 font-semibold">
          {detail.aggregate === null ? "no value" : formatScore(detail.aggregate)}
        </span>
      </div>
      <Histogram bins={bins} selected={props.selectedRange} onSelect={props.onSelectRange} />
      <p className={`text-xs ${isPartial ? "text-warn" : "text-faint"}`}>
        {props.aggregation} · {describeDenominators(detail, isLive)}
      </p>
    </section>
  );
}

function Histogram(props: {
  readonly bins: readonly HistogramBin[];
  readonly selected: string | undefined;
  readonly onSelect: (range: string | undefined) => void;
}): ReactNode {
  const highest = props.bins.reduce((most, { count }) => Math.max(most, count), 1);
  return (
    <div
      role="group"
      aria-label="Distribution; a bar filters the cases"
      className="flex h-11 gap-0.5"
    >
      {props.bins.map((bin, index) => {
        const range = formatRange(bin);
        const isOn = range === props.selected;
        const label = `${describeBin(bin)}: ${formatPlural(bin.count, "case")}`;
        return (
          <button
            key={index}
            type="button"
            aria-pressed={isOn}
            aria-label={label}
            title={label}
            disabled={bin.count === 0}
            onClick={() => props.onSelect(isOn ? undefined : range)}
            className="group flex max-w-16 flex-1 flex-col items-stretch justify-end"
          >
            <span
              style={{ height: `${Math.max(4, (60 * bin.count) / highest)}%` }}
              className={`rounded-sm ${
                isOn
                  ? "bg-honey-solid"
                  : bin.count === 0
                    ? "bg-line"
                    : "bg-line-strong group-hover:bg-honey-solid"
              }`}
            />
            <span className="h-4 truncate text-center text-[10px] leading-4 text-faint">
              {props.bins.length <= 5 || index % 3 === 0 ? formatScore(bin.from) : ""}
            </span>
          </button>
        );
      })}
    </div>
  );
}

function describeBin({ from, to }: HistogramBin): string {
  return from === to ? formatScore(from) : `${formatScore(from)} to ${formatScore(to)}`;
}
