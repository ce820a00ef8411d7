import { datapointToRow, type Datapoint, type JsonObject } from "@honeyhive/contract";

import { previewValue } from "../../../lib/text/preview-value.js";
import { asObject } from "../../../lib/form/read-json.js";
import type { ExportField } from "../../../lib/files/table-file.js";

export interface DatapointRow {
  /** 1-based place in the dataset. */
  readonly position: number;
  readonly datapoint: Datapoint;
  readonly inputs: string;
  readonly groundTruth: string;
  /** Empty where its row has none. */
  readonly metadata: string;
}

export function toDatapointRows(datapoints: readonly Datapoint[]): readonly DatapointRow[] {
  return datapoints.map((datapoint, index) => ({
    position: index + 1,
    datapoint,
    inputs: previewValue(datapoint.inputs),
    groundTruth: previewValue(datapoint.ground_truth),
    metadata: previewMetadata(datapointToRow(datapoint).metadata),
  }));
}

function previewMetadata(metadata: JsonObject = {}): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key}: ${previewValue(value)}`)
    .join(" · ");
}

/**
 * As `evaluate()` and `datasets push` read them again from a file. A table holds ground truths as wholes or by their keys:
 * where there are both, all are objects, as they are stored.
 */
export function datapointFields(
  rows: readonly DatapointRow[],
): readonly ExportField<DatapointRow>[] {
  const wholes = rows.filter(({ datapoint }) => isWhole(datapoint)).length;
  const truths = rows.filter(({ datapoint }) => datapoint.ground_truth !== null).length;
  const isMixed = wholes > 0 && wholes < truths;
  return [
    { name: "id", value: ({ datapoint }) => datapoint.id },
    { name: "inputs", value: ({ datapoint }) => datapointToRow(datapoint).inputs },
    {
      name: "ground_truth",
      value: ({ datapoint }) =>
        isMixed ? (datapoint.ground_truth ?? undefined) : datapointToRow(datapoint).groundTruth,
    },
    // A column of that name alone would be read as an input.
    ...(rows.some(hasMetadata)
      ? [{ name: "metadata", value: metadataOf, isAlwaysSplit: true } as const]
      : []),
  ];
}

const metadataOf = ({ datapoint }: DatapointRow): unknown => datapointToRow(datapoint).metadata;

const hasMetadata = (row: DatapointRow): boolean => metadataOf(row) !== undefined;

function isWhole(datapoint: Datapoint): boolean {
  const { groundTruth } = datapointToRow(datapoint);
  return groundTruth !== undefined && asObject(groundTruth) === undefined;
}

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
