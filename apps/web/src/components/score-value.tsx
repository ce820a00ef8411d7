import type { DatapointMetric } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { formatScore } from "../lib/format-number.js";

/** One score of one case: red when it did not pass, dotted when it comes with an explanation. */
export function ScoreValue(props: {
  readonly metric: Pick<DatapointMetric, "value" | "passed" | "explanation"> | undefined;
}): ReactNode {
  const { metric } = props;
  if (metric === undefined) return <span className="text-faint">–</span>;
  return (
    <span
      title={metric.explanation}
      className={`${metric.passed ? "" : "font-medium text-bad"} ${
        metric.explanation === undefined ? "" : "underline decoration-dotted underline-offset-4"
      }`}
    >
      {!metric.passed && <span className="sr-only">failed: </span>}
      {scoreText(metric.value)}
    </span>
  );
}

export function scoreText(value: number | boolean | string): string {
  return typeof value === "number" ? formatScore(value) : String(value);
}
