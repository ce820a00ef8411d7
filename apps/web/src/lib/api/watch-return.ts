import { ApiError } from "@honeyhive/contract";
import type { Query, QueryClient } from "@tanstack/react-query";

/** How often a page looks whether a server that was away is back. */
export const returnIntervalMs = 3_000;

export interface ReturnWatch {
  /** Whether the server answers. */
  readonly isThere: () => Promise<boolean>;
  readonly intervalMs: number;
}

/**
 * Asks again for what a page shows and did not get while the server was away, once the server is back.
 * @returns ends it
 */
export function watchReturn(cache: QueryClient, { isThere, intervalMs }: ReturnWatch): () => void {
  const queries = cache.getQueryCache();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isEnded = false;
  const look = async (): Promise<void> => {
    const isBack = await isThere();
    if (isBack && !isEnded) {
      await cache.refetchQueries({ type: "active", predicate: lacksAnswer });
    }
    timer = undefined;
    lookLater();
  };
  const lookLater = (): void => {
    if (isEnded || timer !== undefined) return;
    const isWaiting = queries.getAll().some((query) => query.isActive() && lacksAnswer(query));
    if (isWaiting) timer = setTimeout(() => void look(), intervalMs);
  };
  const leave = queries.subscribe(lookLater);
  return () => {
    isEnded = true;
    clearTimeout(timer);
    leave();
  };
}

/** Of gateways before a server that is away. */
const awayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

function lacksAnswer({ state: { error } }: Query): boolean {
  if (error === null) return false;
  return !(error instanceof ApiError) || awayStatuses.has(error.status);
}
