import type { AnyDatapoint, Dataset } from "../types/datapoint.js";
import { readDataset } from "./read-dataset.js";

/** What `loadDataset` of `lazy.ts` does, which is the public one. */
export async function loadDataset<Row extends AnyDatapoint>(dataset: Dataset<Row>): Promise<Row[]> {
  // What the rows are is checked when they are evaluated, with the place of a wrong one.
  return (await readDataset(dataset)).map(({ row }) => row as Row);
}
