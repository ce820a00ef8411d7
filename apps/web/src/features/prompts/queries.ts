import type { Configuration, Tool } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api-context.js";

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
