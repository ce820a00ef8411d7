import type { Client } from "./client.js";
import type { Datapoint } from "../datasets/dataset.js";

/** So many ids fit into the query string of a request. */
const batchSize = 100;
const batchesAtOnce = 4;

/** Datapoints by their ids, fetched in batches. Those that the server does not have are not in the answer. */
export async function fetchDatapoints(
  client: Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Datapoint>> {
  const found = new Map<string, Datapoint>();
  for (const group of chunksOf(ids, batchSize * batchesAtOnce)) {
    const answers = await Promise.all(
      chunksOf(group, batchSize).map((batch) =>
        client("listDatapoints", { query: { datapoint_ids: batch } }),
      ),
    );
    for (const datapoint of answers.flatMap(({ datapoints }) => datapoints)) {
      // Servers of older generations have only the older name.
      found.set(datapoint.id ?? datapoint._id, datapoint);
    }
  }
  return found;
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
