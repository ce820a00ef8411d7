import type { RunResult } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { formatCount } from "../../lib/format-number.js";
import { isLive } from "../../lib/run-queries.js";

/** How far a run has come, while it goes on and says how many cases it has. */
export function RunProgress({ result }: { readonly result: RunResult }): ReactNode {
  const { datapoint_ids: ids, configuration } = result.run_object;
  const trials = configuration["trials"];
  const total = ids.length * (typeof trials === "number" ? trials : 1);
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
      {formatCount(ended)} of {formatCount(total)} cases have ended
    </span>
  );
}
