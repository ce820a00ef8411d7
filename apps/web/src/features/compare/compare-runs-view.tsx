import { useMemo, type ReactNode } from "react";

import { IgnoredInAddress } from "../../components/ignored-in-address.js";
import { metricLabels } from "../../lib/runs/metric-key.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { compareRunsKeys, type CompareRunsSearch } from "./compare-runs-search.js";
import { ManyTable } from "./many-table.js";
import { ignoredOfCompareRuns } from "./model/ignored-of-compare-runs.js";
import { joinMetrics } from "./model/joined-metrics.js";
import { summariseRuns, type ComparedRun } from "./model/summarise-runs.js";
import { RunsSummary } from "./runs-summary.js";

/** What the runs came to, and case by case; the first of them is the baseline. */
export function CompareRunsView(
  props: ViewProps<CompareRunsSearch> & {
    readonly runs: readonly ComparedRun[];
    /** The runs have what went in and came out of all cases. */
    readonly isWhole: boolean;
    /** The texts of some runs are still on their way. */
    readonly isSearching: boolean;
  },
): ReactNode {
  const { runs } = props;
  const metrics = useMemo(() => joinMetrics(runs.map(({ result }) => result)), [runs]);
  const summary = useMemo(() => summariseRuns(metrics, runs), [metrics, runs]);
  const labels = metricLabels(metrics);
  return (
    <>
      <IgnoredInAddress
        keys={compareRunsKeys}
        ignored={ignoredOfCompareRuns(props.search, {
          runIds: runs.map(({ runId }) => runId),
          metricKeys: [...labels.keys()],
        })}
        onSearchChange={props.onSearchChange}
      />
      <RunsSummary {...props} summary={summary} labels={labels} />
      <ManyTable {...props} metrics={metrics} labels={labels} />
    </>
  );
}
