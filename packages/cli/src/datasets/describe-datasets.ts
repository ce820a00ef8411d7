import type { Dataset } from "@honeyhive/contract";

import { formatCount, formatTime } from "../output/format.js";
import { tableLines, type Column } from "../output/table.js";

const datasetColumns: readonly Column<Dataset>[] = [
  { title: "DATASET", cell: ({ id }) => id },
  { title: "DATAPOINTS", align: "right", cell: ({ datapoints }) => formatCount(datapoints.length) },
  { title: "UPDATED (UTC)", cell: ({ updated_at: updatedAt }) => formatTime(updatedAt) },
  { title: "NAME", cell: ({ name }) => name },
];

export function describeDatasets(datasets: readonly Dataset[], width?: number): string[] {
  return tableLines(datasetColumns, datasets, width);
}
