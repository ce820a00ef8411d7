import type { Logger } from "../../lib/logger.js";
import { installCachedFetch } from "./cached-fetch.js";
import { ModelCache } from "./model-cache.js";
import type { ResolvedCache } from "../types/model-cache.js";

export interface OpenCache {
  readonly cache: ModelCache | undefined;
  /** Takes the cached `fetch` away. */
  readonly release: () => void;
}

/** The cache of one evaluation, if it has one. */
export function openCache(
  options: ResolvedCache | undefined,
  logger: Pick<Logger, "warnOnce">,
): OpenCache {
  if (options === undefined) return { cache: undefined, release: () => undefined };
  return { cache: new ModelCache(options, logger), release: installCachedFetch() };
}
