import type { DatapointInput, Dataset } from "../types.js";
import { readDataset } from "./read-dataset.js";

/** The rows of a dataset, read to its end: to filter, sample or join them before an evaluation. */
export async function loadDataset<Row extends DatapointInput>(
  dataset: Dataset<Row>,
): Promise<Row[]> {
  // What the rows are is checked when they are evaluated, with the place of a wrong one.
  return (await readDataset(dataset)).map(({ row }) => row as Row);
}
