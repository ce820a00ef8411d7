import type { RunComparison } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { Slices, type SliceColumn } from "../../components/slices.js";
import { sliceKeys } from "../../lib/cases/slice-keys.js";
import { formatCount, formatDelta } from "../../lib/text/format-number.js";
import { metricLabels } from "../../lib/runs/metric-key.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { changeColors } from "./many-score.js";
import type { CompareRow } from "./model/compare-rows.js";
import {
  compareSlices,
  metadataOf,
  type ComparedSlice,
  type SliceMove,
} from "./model/compare-slices.js";
import type { CompareSearch } from "./search.js";

/** How far cases moved by what their rows say of themselves. */
export function CompareSlices(
  props: ViewProps<CompareSearch> & {
    readonly rows: readonly CompareRow[];
    readonly comparison: RunComparison;
  },
): ReactNode {
  const { rows, search } = props;
  const { metrics } = props.comparison;
  // Cases that come into sight ask for this again.
  const keys = useMemo(() => sliceKeys(rows.map(metadataOf)), [rows]);
  const by = keys.find((key) => key === search.by);
  const labels = useMemo(() => metricLabels(metrics), [metrics]);
  const slices = useMemo(
    () => (by === undefined ? [] : compareSlices(rows, by, [...labels.keys()])),
    [rows, by, labels],
  );
  return (
    <Slices
      {...props}
      keys={keys}
      by={by}
      slices={slices}
      columns={columnsOf(labels)}
      note="Mean changes, not tested: of few cases some change by chance."
    />
  );
}

function columnsOf(labels: ReadonlyMap<string, string>): readonly SliceColumn<ComparedSlice>[] {
  return [
    { id: "pairs", header: "cases in both", cell: ({ pairs }) => formatCount(pairs) },
    ...[...labels].map(([key, label]): SliceColumn<ComparedSlice> => ({
      id: key,
      header: label,
      cell: ({ moves }) => <Move move={moves.get(key)} />,
    })),
  ];
}

function Move({ move }: { readonly move: SliceMove | undefined }): ReactNode {
  if (move === undefined || move.difference === null) return <span className="text-faint">–</span>;
  return (
    <>
      {formatDelta(move.difference)}
      <Count count={move.improved} change="improved" />
      <Count count={move.degraded} change="degraded" />
    </>
  );
}

function Count(props: {
  readonly count: number;
  readonly change: "improved" | "degraded";
}): ReactNode {
  if (props.count === 0) return null;
  return (
    <>
      {" · "}
      <span className={changeColors[props.change]}>
        {formatCount(props.count)} {props.change === "improved" ? "better" : "worse"}
      </span>
    </>
  );
}
