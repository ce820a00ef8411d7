import type { MetricDetail } from "@honeyhive/contract";

import { formatCount, formatPlural } from "../../../lib/text/format-number.js";

/**
 * `46 of 50 cases; 3 errors, 1 n/a, 0 missing`: how much of the run a number speaks for. `isLive`: what is missing may
 * come.
 */
export function describeDenominators(
  detail: Pick<MetricDetail, "counted" | "total" | "errors" | "not_scorable" | "missing">,
  run: { readonly isLive: boolean; readonly noun: string },
): string {
  return (
    `${formatCount(detail.counted)} of ${formatPlural(detail.total, run.noun)}; ` +
    `${formatPlural(detail.errors, "error")}, ${formatCount(detail.not_scorable)} n/a, ` +
    `${formatCount(detail.missing)} ${run.isLive ? "to come" : "missing"}`
  );
}
