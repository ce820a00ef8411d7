import { runTotals, type RunResult } from "@honeyhive/contract";
import type { ReactNode } from "react";

export function RunTotals({ result }: { readonly result: RunResult }): ReactNode {
  const totals = runTotals(result.run_object.results);
  if (totals.length === 0) return null;
  return (
    <dl aria-label="Of the whole run" className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      {totals.map(({ name, value }) => (
        <div key={name} className="flex gap-2">
          <dt className="text-muted">{name}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
