import type { ReactNode } from "react";

import { formatRange } from "../../lib/cases/range.js";
import { formatPlural, formatScore } from "../../lib/text/format-number.js";
import type { HistogramBin } from "./model/histogram.js";

/** How the values of a metric are spread, as bars that filter the cases. */
export function HistogramBars(props: {
  readonly bins: readonly HistogramBin[];
  readonly noun: string;
  /** `0.2..0.4` */
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
        const label = `${describeBin(bin)}: ${formatPlural(bin.count, props.noun)}`;
        return (
          <button
            key={index}
            type="button"
            aria-pressed={isOn}
            aria-label={label}
            title={label}
            disabled={bin.count === 0}
            onClick={() => props.onSelect(isOn ? undefined : range)}
            className="group flex max-w-16 min-w-0 flex-1 flex-col items-stretch justify-end"
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
            {/* Wider than its bar, where the next ones have no label. */}
            <span className="h-4 text-[10px] leading-4 whitespace-nowrap text-faint">
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
