import {
  fetchDatapoints,
  type Configuration,
  type Datapoint,
  type Dataset,
  type Tool,
} from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { datasetsKey } from "../../lib/api/dataset-queries.js";

interface Changed {
  readonly updated_at: string;
}

const latestFirst = (left: Changed, right: Changed): number =>
  right.updated_at.localeCompare(left.updated_at);

export function configurationsQuery(api: Api): UseQueryOptions<readonly Configuration[]> {
  return {
    queryKey: configurationsKey(api),
    queryFn: async ({ signal }) => {
      const { configurations } = await api.call("listConfigurations", { query: {}, signal });
      return configurations.toSorted(latestFirst);
    },
  };
}

export function configurationsKey(api: Api): readonly unknown[] {
  return [api.scope, "configurations"];
}

export function toolsQuery(api: Api): UseQueryOptions<readonly Tool[]> {
  return {
    queryKey: toolsKey(api),
    queryFn: async ({ signal }) => (await api.call("listTools", { signal })).toSorted(latestFirst),
  };
}

export function toolsKey(api: Api): readonly unknown[] {
  return [api.scope, "tools"];
}

/** More are hard to choose from. */
export const maxOffered = 100;

/** The first datapoints of a dataset, in its order; asks for nothing while there is none. */
export function firstDatapointsQuery(
  api: Api,
  dataset: Dataset | undefined,
): UseQueryOptions<readonly Datapoint[]> {
  const ids = dataset?.datapoints.slice(0, maxOffered) ?? [];
  return {
    queryKey: [...datasetsKey(api), dataset?.id, "first", ids],
    queryFn: async () => {
      const found = await fetchDatapoints(api.call, ids);
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    enabled: ids.length > 0,
  };
}
