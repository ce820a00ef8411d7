import type { ReactNode } from "react";

import { scoreText } from "../../components/value/score-value.js";
import { formatCount, formatDelta, formatPlural } from "../../lib/text/format-number.js";
import type { LabelShifts } from "./model/label-shift.js";

const shownLabels = 4;

/** How often the two runs gave each label, the most frequent ones. */
export function LabelShiftList({ shifts }: { readonly shifts: LabelShifts }): ReactNode {
  const rest = shifts.labels.length - shownLabels;
  return (
    <div className="flex flex-col text-xs leading-5">
      {shifts.labels.slice(0, shownLabels).map(({ label, old, new: current }) => (
        <p key={label} className="flex items-baseline gap-2">
          <span className="min-w-0 truncate text-muted" title={label}>
            {scoreText(label)}
          </span>
          <span className="ml-auto whitespace-nowrap">
            <span className="text-muted">{formatCount(old)}</span>
            <span aria-label="to" className="mx-1 text-faint">
              →
            </span>
            <span className="font-medium">{formatCount(current)}</span>
          </span>
          <span className="min-w-10 text-right text-faint">{formatDelta(current - old)}</span>
        </p>
      ))}
      {rest > 0 && <p className="text-faint">{formatPlural(rest, "other label")}</p>}
    </div>
  );
}
