import {
  aggregateValues,
  durationOfCase,
  formatDuration,
  runTotals,
  type RunResult,
} from "@honeyhive/contract";
import type { ReactNode } from "react";

import { formatCost, formatPlural, formatTokens } from "../../lib/format-number.js";
import { runTrials } from "../../lib/run-trials.js";
import { sumUsage, type RunUsage } from "./model/case-usage.js";

interface Total {
  readonly name: string;
  readonly value: string;
}

/** What the run came to as a whole: its own scores, how long its cases took, and what they used. */
export function RunTotals(props: {
  readonly result: RunResult;
  /** Undefined until the server has added it up. */
  readonly usage: RunUsage | undefined;
}): ReactNode {
  const { result, usage } = props;
  const totals = [
    ...runTotals(result.run_object.results),
    ...durations(result),
    ...(usage === undefined ? [] : used(usage, runTrials(result.run_object).noun)),
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

function durations({ datapoints, run_object: run }: RunResult): readonly Total[] {
  const values = datapoints.map(durationOfCase).filter((duration) => duration > 0);
  const median = aggregateValues(values, "median");
  const p95 = aggregateValues(values, "p95");
  if (median === null || p95 === null) return [];
  const { noun } = runTrials(run);
  return [
    {
      name: `duration of a ${noun}`,
      value: `median ${formatDuration(median)}, p95 ${formatDuration(p95)}`,
    },
  ];
}

function used(usage: RunUsage, noun: string): readonly Total[] {
  const [tokens, cost] = [sumUsage(usage, "tokens"), sumUsage(usage, "cost")];
  const of = ` of ${formatPlural(usage.size, noun)}`;
  return [
    ...(tokens === undefined ? [] : [{ name: "tokens", value: formatTokens(tokens) + of }]),
    ...(cost === undefined ? [] : [{ name: "cost", value: formatCost(cost) + of }]),
  ];
}
