import { ApiError } from "@honeyhive/contract";
import { QueryClient } from "@tanstack/react-query";

/**
 * An answer of the server is final; only a request that never got one is tried again. A machine without a network has a
 * server all the same.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => !(error instanceof ApiError) && failures < 1,
        staleTime: 5_000,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}
