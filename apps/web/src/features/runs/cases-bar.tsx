import type { ReactNode } from "react";

import { formatCount, formatPlural } from "../../lib/text/format-number.js";
import { runTrials } from "../../lib/runs/run-trials.js";
import type { RunRow } from "./model/run-row.js";

export function CasesBar({ row }: { readonly row: RunRow }): ReactNode {
  const { passed, total } = row;
  const { noun } = runTrials(row.run);
  if (passed === undefined || total === 0) {
    return <span className="text-muted">{total === 0 ? "–" : formatCount(total)}</span>;
  }
  return (
    <span
      className="flex items-center gap-2"
      title={`${formatCount(passed)} of ${formatPlural(total, noun)} passed`}
    >
      <span
        aria-hidden="true"
        className="h-1.5 w-10 shrink-0 overflow-hidden rounded-full bg-bad-soft"
      >
        <span
          className="block h-full bg-good"
          style={{ width: `${(100 * Math.min(passed, total)) / total}%` }}
        />
      </span>
      <span className="truncate">
        <span className="font-medium">{formatCount(passed)}</span>
        <span className="text-faint">
          {" / "}
          {noun === "trial" ? formatPlural(total, noun) : formatCount(total)}
        </span>
      </span>
    </span>
  );
}
