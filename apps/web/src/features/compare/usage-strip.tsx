import {
  formatUsage,
  formatUsageChange,
  labelOfUsage,
  type MetricComparison,
  type RunComparison,
} from "@honeyhive/contract";
import type { ReactNode } from "react";

import { formatPlural, formatPValue, formatScore } from "../../lib/text/format-number.js";

/** What cases took in both runs: the price of the scores above. */
export function UsageStrip({ comparison }: { readonly comparison: RunComparison }): ReactNode {
  const { usage = [] } = comparison;
  if (usage.length === 0) return null;
  return (
    <section
      aria-label="What a case took"
      className="flex flex-wrap items-baseline gap-x-5 gap-y-1"
    >
      <h2 className="text-muted">A case took</h2>
      {usage.map((each) => (
        <Took key={each.metric_name} usage={each} />
      ))}
    </section>
  );
}

function Took({ usage }: { readonly usage: MetricComparison }): ReactNode {
  const { metric_name: name, old_aggregate: before, new_aggregate: after } = usage;
  return (
    <span className="flex items-baseline gap-1.5" title={describeEvidence(usage)}>
      <span className="text-muted">{labelOfUsage(name)}</span>
      <span className="text-muted">{formatUsage(name, before)}</span>
      <span className="text-faint">
        <span aria-hidden="true">→</span>
        <span className="sr-only">became</span>
      </span>
      <span className="font-medium">{formatUsage(name, after)}</span>
      <span className="text-faint">{describeChange(usage)}</span>
    </span>
  );
}

/** `22 % less`, `3.15 times as much`, `−4.8 %, can’t tell`. Whether less is worth it is not for us to say: no colour does. */
function describeChange(usage: MetricComparison): string {
  const { verdict, percentage_change: percent } = usage;
  const factor = toFactor(usage);
  if (verdict === "better" || verdict === "worse") {
    const word = verdict === "better" ? "less" : "more";
    if (factor !== undefined) return `${formatScore(factor)} times as much`;
    return percent === null ? word : `${formatShare(percent)} ${word}`;
  }
  const sign = (percent ?? 0) > 0 ? "+" : "−";
  const share =
    factor === undefined ? `${sign}${formatShare(percent ?? 0)}` : `×${formatScore(factor)}`;
  const said = verdict === "same" ? "same" : "can’t tell";
  return percent === null || percent === 0 ? said : `${share}, ${said}`;
}

/** From twice as much on, where a share of the old says little. */
function toFactor(usage: MetricComparison): number | undefined {
  const { percentage_change: percent, old_aggregate: before, new_aggregate: after } = usage;
  if (percent === null || percent < 100 || before === null || after === null) return undefined;
  return after / before;
}

function formatShare(percent: number): string {
  return `${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 1 : 0)} %`;
}

function describeEvidence(usage: MetricComparison): string {
  const { metric_name: name, difference_interval: interval, adjusted_p_value: pValue } = usage;
  return [
    ...(interval === null
      ? []
      : [
          `95 % interval ${formatUsageChange(name, interval.low)} to ${formatUsageChange(name, interval.high)}`,
        ]),
    `means over ${formatPlural(usage.found_count, "paired case")}: ` +
      `${usage.improved_count} took less, ${usage.degraded_count} more`,
    ...(pValue === null ? [] : [formatPValue(pValue)]),
  ].join(" · ");
}
