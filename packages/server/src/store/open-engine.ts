import { resolve } from "node:path";

import { ChdbEngine } from "./chdb/chdb-engine.js";
import { parseStoreUrl } from "./clickhouse/parse-store-url.js";
import type { Engine } from "./engine.js";

export interface OpenEngineOptions {
  /** Memory that an embedded engine may use. Default 1.5 GB. */
  readonly memoryBytes?: number;
  /** The process of an embedded engine ended, and is started again. */
  readonly onRestart?: (reason: string) => void;
}

/** Whether it is an address, and no directory. */
export function isStoreUrl(store: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(store);
}

/** Opens the tables in a data directory, or those of a ClickHouse server at `clickhouse://…`. */
export async function openEngine(store: string, options: OpenEngineOptions = {}): Promise<Engine> {
  if (!isStoreUrl(store)) return ChdbEngine.start({ dataDir: resolve(store), ...options });
  const location = parseStoreUrl(store);
  // Loaded here, so that an embedded server does not pay for it.
  const { ClickHouseEngine } = await import("./clickhouse/clickhouse-engine.js");
  return ClickHouseEngine.start(location);
}
