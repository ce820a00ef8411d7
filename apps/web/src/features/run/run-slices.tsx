import {
  sliceResults,
  type ResultSlice,
  type RunResult,
  type SliceScore,
} from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { Slices, type SliceColumn } from "../../components/slices.js";
import { sliceKeys } from "../../lib/cases/slice-keys.js";
import { formatCount, formatScore } from "../../lib/text/format-number.js";
import { datapointMetricKey, metricLabels } from "../../lib/runs/metric-key.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import type { RunSearch } from "./search.js";

/** What cases came to by what their rows say of themselves. */
export function RunSlices(props: ViewProps<RunSearch> & { readonly result: RunResult }): ReactNode {
  const { datapoints, metrics } = props.result;
  const keys = useMemo(() => sliceKeys(datapoints.map(({ metadata }) => metadata)), [datapoints]);
  const by = keys.find((key) => key === props.search.by);
  const slices = useMemo(() => {
    const options = { aggregation: metrics.aggregation_function, metricOf: datapointMetricKey };
    return by === undefined ? [] : sliceResults(datapoints, by, options);
  }, [datapoints, metrics, by]);
  return (
    <Slices {...props} keys={keys} by={by} slices={slices} columns={columnsOf(props.result)} />
  );
}

function columnsOf({ metrics }: RunResult): readonly SliceColumn<ResultSlice>[] {
  return [
    {
      id: "passed",
      header: "passed",
      cell: ({ passed, total }) => `${formatCount(passed)} of ${formatCount(total)}`,
    },
    ...[...metricLabels(metrics.details)].map(([key, label]): SliceColumn<ResultSlice> => ({
      id: key,
      header: label,
      cell: ({ scores, total }) => <SliceNumber score={scores.get(key)} total={total} />,
    })),
  ];
}

/** Of how many it is, where that is not all. */
function SliceNumber(props: {
  readonly score: SliceScore | undefined;
  readonly total: number;
}): ReactNode {
  const { aggregate = null, counted = 0 } = props.score ?? {};
  if (aggregate === null) return <span className="text-faint">–</span>;
  return (
    <>
      {formatScore(aggregate)}
      {counted < props.total && <span className="text-faint"> (of {formatCount(counted)})</span>}
    </>
  );
}
