import type { ReactNode } from "react";

import { scoreText } from "../../components/value/score-value.js";
import { formatDelta } from "../../lib/text/format-number.js";
import { changeColors } from "./many-score.js";
import type { ScoreDiff } from "./model/compare-rows.js";

export function ScoreDelta({ score }: { readonly score: ScoreDiff | undefined }): ReactNode {
  if (score?.new === undefined && score?.old === undefined) {
    return <span className="text-faint">–</span>;
  }
  const before = score.old === undefined ? "–" : scoreText(score.old.value);
  const after = score.new === undefined ? "–" : scoreText(score.new.value);
  const color = score.direction === undefined ? "text-muted" : changeColors[score.direction];
  return (
    <span title={`${before} → ${after}`} className="flex flex-col items-end leading-4">
      {/* Labels may be long, and read from the right. */}
      <bdi className="max-w-full truncate">{after}</bdi>
      <span className={`max-w-full truncate text-xs ${color}`}>
        <Change score={score} before={before} />
      </span>
    </span>
  );
}

function Change(props: { readonly score: ScoreDiff; readonly before: string }): ReactNode {
  const { delta, direction } = props.score;
  if (delta !== undefined) return formatDelta(delta);
  if (direction === "same") return "same";
  return (
    <>
      was <bdi>{props.before}</bdi>
    </>
  );
}
