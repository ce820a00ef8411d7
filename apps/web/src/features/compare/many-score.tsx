import type { ReactNode } from "react";

import { ScoreValue } from "../../components/value/score-value.js";
import { formatDelta } from "../../lib/text/format-number.js";
import type { ScoreChange } from "./model/change.js";
import type { ManyScore } from "./model/many-rows.js";

export const changeColors: Readonly<Record<ScoreChange, string>> = {
  improved: "text-good",
  degraded: "text-bad",
  same: "text-faint",
  "other label": "text-warn",
};

const anotherLabel = "another label than the baseline’s";

/** A score, and how far it is from the baseline's; of a label, whether it is another one. */
export function ManyScoreView({ score }: { readonly score: ManyScore | undefined }): ReactNode {
  if (score?.score === undefined) return <span className="text-faint">–</span>;
  const { delta, direction } = score;
  return (
    <span className="flex items-baseline gap-1.5 truncate">
      <ScoreValue metric={score.score} />
      {direction === "other label" && (
        <span title={anotherLabel} className={`text-xs ${changeColors[direction]}`}>
          <span aria-hidden="true">≠</span>
          <span className="sr-only">{anotherLabel}</span>
        </span>
      )}
      {delta !== undefined && direction !== "same" && (
        <span className={`text-xs ${direction === undefined ? "" : changeColors[direction]}`}>
          {formatDelta(delta)}
        </span>
      )}
    </span>
  );
}
