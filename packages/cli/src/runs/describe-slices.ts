import { sliceResults, type ResultSlice, type RunResult } from "@honeyhive/contract";

import { formatAggregate, formatCount } from "../output/format.js";
import { tableLines, type Column } from "../output/table.js";

/** What the cases of a run came to by what their rows say under a key. */
export function describeSlices(
  { datapoints, metrics }: RunResult,
  key: string,
  width?: number,
): string[] {
  const slices = sliceResults(datapoints, key, {
    aggregation: metrics.aggregation_function,
    metricOf: ({ name }) => name,
  });
  if (slices.every(({ value }) => value === undefined)) {
    return [
      "",
      `No row says ${key} in its metadata, as a text, a number, a boolean or a list of them.`,
    ];
  }
  const names = [...new Set(metrics.details.map(({ metric_name: name }) => name))];
  const columns: readonly Column<ResultSlice>[] = [
    { title: key.toUpperCase(), cell: ({ value = "–" }) => value },
    {
      title: "PASSED",
      align: "right",
      cell: ({ passed, total }) => `${formatCount(passed)} of ${formatCount(total)}`,
    },
    ...names.map((name): Column<ResultSlice> => ({
      title: name.toUpperCase(),
      align: "right",
      cell: (slice) => describeScore(slice, name),
    })),
  ];
  return ["", ...tableLines(columns, slices, width)];
}

/** Of how many it is, where that is not all. */
function describeScore({ scores, total }: ResultSlice, name: string): string {
  const { aggregate = null, counted = 0 } = scores.get(name) ?? {};
  if (aggregate === null) return "–";
  return `${formatAggregate(aggregate)}${counted === total ? "" : ` (of ${formatCount(counted)})`}`;
}
