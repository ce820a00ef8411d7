import { listRunsLightly, type Client, type Datapoint, type Dataset } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { datasetsKey } from "../../lib/api/dataset-queries.js";

export interface DatasetContent {
  readonly dataset: Dataset;
  /** In the order of the dataset. */
  readonly datapoints: readonly Datapoint[];
}

/** A dataset with its datapoints; null when the project has none of that id. */
export function datasetQuery(api: Api, datasetId: string): UseQueryOptions<DatasetContent | null> {
  return {
    queryKey: [...datasetsKey(api), datasetId],
    queryFn: ({ signal }) => fetchDataset(api.call, datasetId, signal),
  };
}

/** As `datasetQuery`, asked now. */
export async function fetchDataset(
  call: Client,
  datasetId: string,
  signal?: AbortSignal,
): Promise<DatasetContent | null> {
  const query = { dataset_id: datasetId };
  const { datasets } = await call("listDatasets", { query, signal });
  const dataset = datasets[0];
  if (dataset === undefined) return null;
  const { datapoints } = await call("listDatapoints", { query, signal });
  const byId = new Map(datapoints.map((datapoint) => [datapoint.id, datapoint]));
  return { dataset, datapoints: dataset.datapoints.flatMap((id) => byId.get(id) ?? []) };
}

/** How many runs were made over a dataset. */
export function runsOverQuery(api: Api, datasetId: string): UseQueryOptions<number> {
  return {
    queryKey: [api.scope, "runs-over", datasetId],
    queryFn: async ({ signal }) => {
      const query = { dataset_id: datasetId, limit: 1 };
      return (await listRunsLightly(api.call, { query, signal })).pagination.total;
    },
  };
}
