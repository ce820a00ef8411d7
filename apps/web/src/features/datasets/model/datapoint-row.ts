import type { Datapoint } from "@honeyhive/contract";

import { previewValue } from "../../../lib/preview-value.js";
import type { ExportField } from "../../../lib/table-file.js";

export interface DatapointRow {
  /** 1-based place in the dataset. */
  readonly position: number;
  readonly datapoint: Datapoint;
  readonly inputs: string;
  readonly groundTruth: string;
}

export function toDatapointRows(datapoints: readonly Datapoint[]): readonly DatapointRow[] {
  return datapoints.map((datapoint, index) => ({
    position: index + 1,
    datapoint,
    inputs: previewValue(datapoint.inputs),
    groundTruth: previewValue(datapoint.ground_truth),
  }));
}

/** As `evaluate()` reads them again from a file. */
export const datapointFields: readonly ExportField<DatapointRow>[] = [
  { name: "id", value: ({ datapoint }) => datapoint.id },
  { name: "inputs", value: ({ datapoint }) => datapoint.inputs },
  { name: "ground_truth", value: ({ datapoint }) => datapoint.ground_truth },
];

/** The rows that mention the text anywhere in their values. */
export function selectDatapoints(
  rows: readonly DatapointRow[],
  text = "",
): readonly DatapointRow[] {
  const wanted = text.toLowerCase();
  if (wanted === "") return rows;
  return rows.filter(({ datapoint }) =>
    [datapoint.id, datapoint.inputs, datapoint.ground_truth, datapoint.metadata].some((value) =>
      (typeof value === "string" ? value : JSON.stringify(value)).toLowerCase().includes(wanted),
    ),
  );
}
