import type { ReactNode } from "react";

import { ScoreValue } from "../../components/score-value.js";
import { formatDelta } from "../../lib/format-number.js";
import type { ScoreChange } from "./model/change.js";
import type { ManyScore } from "./model/many-rows.js";

export const changeColors: Readonly<Record<ScoreChange, string>> = {
  improved: "text-good",
  degraded: "text-bad",
  same: "text-faint",
  "other label": "text-warn",
};

/** A score, and how far it is from the baseline's. */
export function ManyScoreView({ score }: { readonly score: ManyScore | undefined }): ReactNode {
  if (score?.score === undefined) return <span className="text-faint">–</span>;
  const { delta, direction } = score;
  return (
    <span className="flex items-baseline gap-1.5 truncate">
      <ScoreValue metric={score.score} />
      {delta !== undefined && direction !== "same" && (
        <span className={`text-xs ${direction === undefined ? "" : changeColors[direction]}`}>
          {formatDelta(delta)}
        </span>
      )}
    </span>
  );
}
