import { datapointToRow, fetchDatapoints, type Client, type LocatedRow } from "@honeyhive/contract";

import { HoneyHiveError } from "../../lib/errors.js";
import {
  connect,
  defaultLimits,
  failureMessage,
  withRetries,
  type RequestLimits,
  type RunDestination,
} from "../server/call-server.js";

/**
 * The rows of a dataset that a server holds, in its order, each under the id that it has there. Fetched in batches; a
 * datapoint that the dataset names and the server does not have is an error: part of a dataset is another dataset.
 *
 * @throws {HoneyHiveError} `INVALID_DATASET`, naming the dataset or the datapoints
 */
export async function fetchHostedDataset(
  destination: RunDestination,
  datasetId: string,
  limits: RequestLimits = defaultLimits,
): Promise<LocatedRow[]> {
  const once = connect(destination);
  const client: Client = (operation, input) =>
    withRetries(limits, (signal) => once(operation, { ...input, signal }));
  try {
    const ids = await fetchIds(client, datasetId);
    const found = await fetchDatapoints(client, ids);
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length > 0) throw missingDatapoints(datasetId, ids.length, missing);
    return ids.flatMap((id): LocatedRow[] => {
      const datapoint = found.get(id);
      if (datapoint === undefined) return [];
      const { rowId: _, ...row } = datapointToRow(datapoint);
      return [{ row: { id, ...row }, place: `datapoint ${id} of dataset ${datasetId}` }];
    });
  } catch (error) {
    if (error instanceof HoneyHiveError) throw error;
    throw new HoneyHiveError(
      "INVALID_DATASET",
      `Expected to read dataset ${datasetId}: ${failureMessage(error, destination.serverUrl)}`,
      { cause: error },
    );
  }
}

async function fetchIds(client: Client, datasetId: string): Promise<readonly string[]> {
  const answer = await client("listDatasets", { query: { dataset_id: datasetId } });
  // Servers of older generations have only the older name.
  const datasets = answer.datasets ?? answer.testcases ?? [];
  const dataset = datasets.find(({ id, _id }) => (id ?? _id) === datasetId);
  if (dataset === undefined) {
    throw new HoneyHiveError(
      "INVALID_DATASET",
      `Expected \`datasetId\` to be the id of a dataset on the server, got "${datasetId}", which it does not have. ` +
        "`honeyhive datasets list` shows the ids of the key's project.",
    );
  }
  if (dataset.datapoints.length > 0) return dataset.datapoints;
  throw new HoneyHiveError(
    "INVALID_DATASET",
    `Expected dataset "${dataset.name}" (${datasetId}) to hold datapoints, got an empty one. ` +
      `Fill it with \`honeyhive datasets push <file> --name "${dataset.name}"\`.`,
  );
}

const namedAtMost = 5;

function missingDatapoints(
  datasetId: string,
  total: number,
  missing: readonly string[],
): HoneyHiveError {
  const rest = missing.length - namedAtMost;
  const names = missing.slice(0, namedAtMost).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  return new HoneyHiveError(
    "INVALID_DATASET",
    `Expected the server to have all ${total} datapoints of dataset ${datasetId}, but it lacks ${names}. ` +
      "Push the dataset again, or remove them from it.",
  );
}
