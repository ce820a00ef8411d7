import type { EvaluationResult } from "../types/evaluation-result.js";
import type { MetadataSlice } from "../types/metadata-slice.js";
import { formatNumber, oneLine } from "./format.js";

/** The slices of one key, ready to be shown. */
export interface SliceTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is not in it; undefined when it says all. */
  readonly note: string | undefined;
}

const maxMetrics = 5;

/** One table for each key. Every number says of how many it is, where that is not all of the slice. */
export function sliceTables({ slices, metrics }: EvaluationResult): SliceTable[] {
  const names = metrics.slice(0, maxMetrics).map(({ name }) => name);
  const rest = metrics.length - names.length;
  const note =
    rest === 0 ? undefined : `the first ${maxMetrics} of ${metrics.length} metrics; json has all`;
  const keys = [...new Set(slices.map(({ key }) => key))];
  return keys.map((key) => {
    const own = slices.filter((slice) => slice.key === key);
    if (own.every(({ value }) => value === undefined)) {
      return {
        header: [],
        rows: [],
        note: `No row says ${oneLine(key, 40)} in its metadata, as a text, a number, a boolean or a list of them.`,
      };
    }
    return {
      header: [oneLine(key, 40), "passed", ...names.map((name) => oneLine(name, 30))],
      rows: own.map((slice) => toRow(slice, names)),
      note,
    };
  });
}

function toRow(
  { value, total, outcomes, metrics }: MetadataSlice,
  names: readonly string[],
): string[] {
  const cells = names.map((name) => {
    const metric = metrics.find((one) => one.name === name);
    if (metric === undefined) return "–";
    const number = formatNumber(metric.aggregate);
    return metric.counted === total ? number : `${number} (of ${metric.counted})`;
  });
  return [
    value === undefined ? "–" : oneLine(value, 40),
    `${outcomes.passed} of ${total}`,
    ...cells,
  ];
}
