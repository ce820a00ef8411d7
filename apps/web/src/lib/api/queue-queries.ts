import type { AnnotationQueue } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "./api-context.js";

export function queuesQuery(api: Api): UseQueryOptions<readonly AnnotationQueue[]> {
  return {
    queryKey: queuesKey(api),
    queryFn: async ({ signal }) =>
      (await api.call("listQueues", { query: {}, signal })).queues.toSorted((left, right) =>
        right.updated_at.localeCompare(left.updated_at),
      ),
  };
}

export function queuesKey(api: Api): readonly unknown[] {
  return [api.scope, "queues"];
}

export function queueQuery(api: Api, queueId: string): UseQueryOptions<AnnotationQueue> {
  return {
    queryKey: [...queuesKey(api), queueId],
    queryFn: ({ signal }) => api.call("getQueue", { params: { queue_id: queueId }, signal }),
    // While it is worked through, it stays as it is.
    staleTime: Infinity,
  };
}
