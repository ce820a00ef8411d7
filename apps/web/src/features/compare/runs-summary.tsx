import type { ReactNode } from "react";

import { formatCount, formatPlural } from "../../lib/text/format-number.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import type { CompareRunsSearch } from "./compare-runs-search.js";
import { countComparisons, type ComparedRun, type SummaryRow } from "./model/summarise-runs.js";
import { RunColumnHeader } from "./run-column-header.js";
import { SummaryCellView } from "./summary-cell.js";

const firstColumn = "sticky left-0 z-10 px-3 py-2 text-left align-top";

/** Each run's aggregates with their denominators, and how each differs from the baseline. */
export function RunsSummary(
  props: ViewProps<CompareRunsSearch> & {
    readonly runs: readonly ComparedRun[];
    readonly summary: readonly SummaryRow[];
    readonly labels: ReadonlyMap<string, string>;
  },
): ReactNode {
  const { runs, summary } = props;
  const [baseline] = runs;
  if (baseline === undefined) return null;
  return (
    <div className="flex flex-col gap-1">
      {/* Reachable by keyboard, because it may have to be scrolled; what is only spoken is placed in it, not in the page. */}
      <div
        role="region"
        aria-label="Runs by metric"
        tabIndex={0}
        className="relative overflow-x-auto rounded-lg border border-line bg-surface"
      >
        <table className="w-full border-collapse">
          <thead className="border-b border-line bg-sunken">
            <tr>
              <td className={`${firstColumn} min-w-28 bg-sunken`} />
              {runs.map((run) => (
                <RunColumnHeader key={run.runId} {...props} run={run} baseline={baseline.runId} />
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            <Row label="passed">
              {runs.map((run) => (
                <Passed key={run.runId} run={run} />
              ))}
            </Row>
            {summary.map(({ key, cells }) => (
              <Row key={key} label={props.labels.get(key) ?? key}>
                {cells.map((cell) => (
                  <SummaryCellView
                    key={cell.runId}
                    cell={cell}
                    label={props.labels.get(key) ?? key}
                    baseline={baseline.runId}
                  />
                ))}
              </Row>
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-xs text-faint">
        Verdicts compare one run with the baseline, over the cases that both have unchanged. They
        are corrected over all {formatPlural(countComparisons(summary), "comparison")} of this page,
        so they can be more careful than between two runs alone.
      </p>
    </div>
  );
}

function Row(props: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <tr>
      <th scope="row" className={`${firstColumn} bg-surface font-normal text-muted wrap-anywhere`}>
        {props.label}
      </th>
      {props.children}
    </tr>
  );
}

function Passed({ run }: { readonly run: ComparedRun }): ReactNode {
  const { result, comparison } = run;
  const total = result.passed.length + result.failed.length;
  return (
    <td className="px-3 py-2 align-top">
      <p className="whitespace-nowrap">
        <span className="font-semibold">{formatCount(result.passed.length)}</span>
        <span className="ml-1.5 text-xs text-faint">of {formatPlural(total, "case")}</span>
      </p>
      {comparison !== undefined && (
        <p className="text-xs text-faint">
          {formatCount(comparison.commonDatapoints.length)} shared with the baseline
          {comparison.edited_datapoints.length > 0 &&
            `, ${formatCount(comparison.edited_datapoints.length)} edited`}
        </p>
      )}
    </td>
  );
}
