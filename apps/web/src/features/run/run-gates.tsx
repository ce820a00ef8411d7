import { runGates, type ExperimentRun } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";

/** The rules that the run was judged by, those that it has not kept first. */
export function RunGates({ run }: { readonly run: ExperimentRun }): ReactNode {
  const gates = runGates(run.results ?? {});
  if (gates.length === 0) return null;
  const failedFirst = gates.toSorted((a, b) => Number(a.hasPassed) - Number(b.hasPassed));
  return (
    <ul aria-label="Gates" className="flex flex-col gap-1">
      {failedFirst.map(({ metric, hasPassed, message }) => (
        <li key={`${metric} ${message}`} className="flex items-baseline gap-2">
          <Badge tone={hasPassed ? "good" : "bad"}>
            {hasPassed ? "✓ gate passed" : "✗ gate failed"}
          </Badge>
          <span className="min-w-0 break-words">{message}</span>
        </li>
      ))}
    </ul>
  );
}
