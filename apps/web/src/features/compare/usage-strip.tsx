import {
  formatUsage,
  formatUsageChange,
  labelOfUsage,
  type MetricComparison,
  type RunComparison,
} from "@honeyhive/contract";
import type { ReactNode } from "react";

import { formatPlural, formatPValue, formatScore } from "../../lib/format-number.js";

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

/** Whether less is worth it is not for us to say: no colour does. */
const verdicts = { better: "less", worse: "more", same: "same", "cannot-tell": "can’t tell" };

function Took({ usage }: { readonly usage: MetricComparison }): ReactNode {
  const { metric_name: name, old_aggregate: before, new_aggregate: after, verdict } = usage;
  return (
    <span className="flex items-baseline gap-1.5" title={describeEvidence(usage)}>
      <span className="text-muted">{labelOfUsage(name)}</span>
      <span className="text-muted">{formatUsage(name, before)}</span>
      <span className="text-faint">
        <span aria-hidden="true">→</span>
        <span className="sr-only">became</span>
      </span>
      <span className="font-medium">{formatUsage(name, after)}</span>
      <span className="text-faint">
        {[describeShare(usage), verdicts[verdict]].join(" ").trim()}
      </span>
    </span>
  );
}

/** `−4.8 %`, `+25 %`; from twice on as a factor. */
function describeShare(usage: MetricComparison): string {
  const { percentage_change: percent, old_aggregate: before, new_aggregate: after } = usage;
  if (percent === null || percent === 0) return "";
  if (percent >= 100 && before !== null && after !== null) {
    return `×${formatScore(after / before)}`;
  }
  return `${percent > 0 ? "+" : "−"}${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 1 : 0)} %`;
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
