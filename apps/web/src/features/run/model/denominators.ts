import type { MetricDetail } from "@honeyhive/contract";

import { formatCount } from "../../../lib/format-number.js";

/** `46 of 50; 3 errors, 1 n/a, 0 missing`: how much of the run a number speaks for. `isLive`: what is missing may come. */
export function describeDenominators(
  detail: Pick<MetricDetail, "counted" | "total" | "errors" | "not_scorable" | "missing">,
  isLive: boolean,
): string {
  return (
    `${formatCount(detail.counted)} of ${formatCount(detail.total)}; ` +
    `${formatCount(detail.errors)} ${detail.errors === 1 ? "error" : "errors"}, ` +
    `${formatCount(detail.not_scorable)} n/a, ${formatCount(detail.missing)} ${isLive ? "to come" : "missing"}`
  );
}
