import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { formatScore } from "../../lib/text/format-number.js";
import { formatFullTime } from "../../lib/text/format-time.js";
import type { RunTrend, TrendPoint } from "./model/run-trends.js";

/** One small chart for each metric of the runs in the list, with a bar for each run. */
export function TrendStrip({ trends }: { readonly trends: readonly RunTrend[] }): ReactNode {
  if (trends.length === 0) return null;
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] gap-2">
      {trends.map((trend) => (
        <TrendCard key={trend.metric} {...trend} />
      ))}
    </div>
  );
}

function TrendCard({ metric, points }: RunTrend): ReactNode {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const isMixed = points.some(({ isOfOtherDataset }) => isOfOtherDataset);
  return (
    <section
      aria-label={`Trend of ${metric}`}
      className="flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface px-3 py-2"
    >
      <div className="flex items-baseline gap-2">
        <h2 className="min-w-0 truncate text-muted" title={metric}>
          {metric}
        </h2>
        <span className="ml-auto whitespace-nowrap text-muted">
          {formatScore(first.value)} →{" "}
          <span className="font-semibold text-ink">{formatScore(last.value)}</span>
        </span>
      </div>
      <Bars points={points} />
      <p className="text-xs text-faint">
        averages of {points.length} runs{isMixed && "; pale: over another dataset"}
      </p>
    </section>
  );
}

/** Bars stand on zero, those below it hang from there. */
function Bars({ points }: { readonly points: readonly TrendPoint[] }): ReactNode {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  return (
    <div className="flex h-10 gap-px">
      {points.map((point) => (
        <Link
          key={point.runId}
          to="/runs/$runId"
          params={{ runId: point.runId }}
          title={`${point.runName}: ${formatScore(point.value)}, ${formatFullTime(point.createdAt)}`}
          className="group relative max-w-8 flex-1"
        >
          <span className="sr-only">{`${point.runName}: ${formatScore(point.value)}`}</span>
          <span
            aria-hidden="true"
            style={{
              bottom: `${(100 * (Math.min(0, point.value) - low)) / span}%`,
              height: `max(2px, ${(100 * Math.abs(point.value)) / span}%)`,
            }}
            className={`absolute inset-x-0 rounded-sm group-hover:bg-honey-solid ${
              point.isOfOtherDataset ? "bg-line" : "bg-line-strong"
            }`}
          />
        </Link>
      ))}
    </div>
  );
}
