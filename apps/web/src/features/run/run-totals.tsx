import {
  labelOfUsage,
  runTotals,
  usageTotals,
  type RunResult,
  type UsageTotal,
} from "@honeyhive/contract";
import type { ReactNode } from "react";

import { runTrials } from "../../lib/runs/run-trials.js";

interface Total {
  readonly name: string;
  readonly value: string;
}

/** What the run came to as a whole: its own scores, how long its cases took, and what they used. */
export function RunTotals({ result }: { readonly result: RunResult }): ReactNode {
  const { noun } = runTrials(result.run_object);
  const totals = [
    ...runTotals(result.run_object.results),
    ...usageTotals(result.datapoints).map((total) => toTotal(total, noun)),
  ];
  if (totals.length === 0) return null;
  return (
    <dl aria-label="Of the whole run" className="flex flex-wrap gap-x-6 gap-y-1">
      {totals.map(({ name, value }) => (
        <div key={name} className="flex gap-2">
          <dt className="text-muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function toTotal({ name, text }: UsageTotal, noun: string): Total {
  const label = labelOfUsage(name);
  return { name: name === "duration_ms" ? `${label} of a ${noun}` : label, value: text };
}
