import type { Dataset } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "./api-context.js";

/** All datasets of the project, the one changed last first. */
export function datasetsQuery(api: Api): UseQueryOptions<readonly Dataset[]> {
  return {
    queryKey: datasetsKey(api),
    queryFn: async ({ signal }) => {
      const { datasets } = await api.call("listDatasets", { query: {}, signal });
      return datasets.toSorted((left, right) => right.updated_at.localeCompare(left.updated_at));
    },
  };
}

/** Of everything that is kept of datasets and their datapoints. */
export function datasetsKey(api: Api): readonly unknown[] {
  return [api.scope, "datasets"];
}
