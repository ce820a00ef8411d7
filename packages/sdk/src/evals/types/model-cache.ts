export interface CacheableRequest {
  readonly method: string;
  readonly url: string;
}

export const cacheModes = ["read-write", "read-only", "refresh"] as const;

/** `read-only` stores nothing; `refresh` asks again and stores the answers anew. */
export type CacheMode = (typeof cacheModes)[number];

export interface CacheOptions {
  /** Default `.honeyhive/cache`. */
  readonly directory?: string | undefined;
  /** Default `read-write`. */
  readonly mode?: CacheMode | undefined;
  /** Which requests are answered from the cache. Default: POST to the paths of model providers. */
  readonly match?: ((request: CacheableRequest) => boolean) | undefined;
}

export interface ResolvedCache {
  readonly directory: string;
  readonly mode: CacheMode;
  readonly match: (request: CacheableRequest) => boolean;
}

/** Model calls by how they were answered. */
export interface CallCounts {
  /** Answered from the cache. */
  readonly hits: number;
  /** Asked of a model. */
  readonly misses: number;
  /** Calls that no key can be made of, such as uploads: asked of a model. */
  readonly bypassed: number;
}

/** What the cache did for a run, in model calls. */
export interface CacheSummary extends CallCounts {
  readonly mode: CacheMode;
  readonly directory: string;
  /** Of the function. */
  readonly function: CallCounts;
  /** Of the evaluators, judges above all. */
  readonly evaluators: CallCounts;
  /** Trials whose function was answered from the cache, in part at least: their times and costs are not those of models. */
  readonly cachedCases: number;
}
