import type { ReactNode } from "react";

import { scoreText } from "../../components/value/score-value.js";
import { formatCount, formatPlural } from "../../lib/text/format-number.js";
import type { LabelCount } from "./model/label-counts.js";

const shownLabels = 4;

/** The most frequent labels of a metric, as bars that filter the cases. */
export function LabelBars(props: {
  readonly counts: readonly LabelCount[];
  readonly noun: string;
  readonly selected: string | undefined;
  readonly onSelect: (label: string | undefined) => void;
}): ReactNode {
  const { counts, selected } = props;
  const shown = counts.filter(({ label }, index) => index < shownLabels || label === selected);
  const highest = counts[0]?.count ?? 1;
  return (
    <div role="group" aria-label="Distribution; a bar filters the cases" className="flex flex-col">
      {shown.map(({ label, count }) => {
        const isOn = label === selected;
        return (
          <button
            key={label}
            type="button"
            aria-pressed={isOn}
            title={label}
            onClick={() => props.onSelect(isOn ? undefined : label)}
            className="group grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_max-content] items-center gap-2 text-left text-xs leading-5"
          >
            <span className={`truncate ${isOn ? "font-medium" : "text-muted"}`}>
              {scoreText(label)}
            </span>
            <span
              style={{ width: `${Math.max(4, (100 * count) / highest)}%` }}
              className={`h-2 rounded-sm ${
                isOn ? "bg-honey-solid" : "bg-line-strong group-hover:bg-honey-solid"
              }`}
            />
            <span className="text-faint tabular-nums">
              {formatCount(count)}
              <span className="sr-only"> {count === 1 ? props.noun : `${props.noun}s`}</span>
            </span>
          </button>
        );
      })}
      {counts.length > shown.length && (
        <p className="text-xs leading-5 text-faint">
          {formatPlural(counts.length - shown.length, "other label")}
        </p>
      )}
    </div>
  );
}
