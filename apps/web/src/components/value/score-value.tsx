import type { DatapointMetric, UnscoredMetric } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { formatScore } from "../../lib/text/format-number.js";

/** One score of one case: red when it did not pass, dotted when it comes with an explanation. */
export function ScoreValue(props: {
  readonly metric: DatapointMetric | UnscoredMetric | undefined;
}): ReactNode {
  const { metric } = props;
  if (metric === undefined) return <span className="text-faint">–</span>;
  if ("state" in metric) return <NoScore metric={metric} />;
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

function NoScore({ metric }: { readonly metric: UnscoredMetric }): ReactNode {
  const isError = metric.state === "error";
  return (
    <span
      title={metric.explanation}
      className={`underline decoration-dotted underline-offset-4 ${isError ? "text-bad" : "text-warn"}`}
    >
      {isError ? "error" : "n/a"}
    </span>
  );
}

export function scoreText(value: number | boolean | string): string {
  if (typeof value === "number") return formatScore(value);
  const text = String(value);
  // A label that nobody can see would pass for none.
  return text.trim() === "" ? "(empty)" : text;
}
