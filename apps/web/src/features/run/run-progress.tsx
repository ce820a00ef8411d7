import type { RunResult } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { formatCount, formatPlural } from "../../lib/text/format-number.js";
import { isLive } from "../../lib/api/run-queries.js";
import { runTrials } from "../../lib/runs/run-trials.js";

/** How far a run has come, while it goes on and says how many cases it has. */
export function RunProgress({ result }: { readonly result: RunResult }): ReactNode {
  const trials = runTrials(result.run_object);
  const total = result.run_object.datapoint_ids.length * trials.count;
  const ended = result.datapoints.length;
  if (!isLive(result.status) || total === 0) return null;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap text-muted">
      <span aria-hidden="true" className="h-1.5 w-24 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full bg-honey-solid transition-[width]"
          style={{ width: `${(100 * Math.min(ended, total)) / total}%` }}
        />
      </span>
      {formatCount(ended)} of {formatPlural(total, trials.noun)} have ended
    </span>
  );
}
