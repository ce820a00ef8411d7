import type { DatapointMetric } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { formatScore } from "../lib/format-number.js";

/** One score of one case; a value outside its passing range is red and struck with a mark. */
export function ScoreValue(props: {
  readonly metric: Pick<DatapointMetric, "value" | "passed"> | undefined;
}): ReactNode {
  const { metric } = props;
  if (metric === undefined) return <span className="text-faint">–</span>;
  return (
    <span className={metric.passed ? "" : "font-medium text-bad"}>
      {!metric.passed && <span className="sr-only">failed: </span>}
      {scoreText(metric.value)}
    </span>
  );
}

export function scoreText(value: number | boolean | string): string {
  return typeof value === "number" ? formatScore(value) : String(value);
}
