import { resolve } from "node:path";

import { ChdbEngine, type ChdbEngineOptions } from "./chdb/chdb-engine.js";
import { parseStoreUrl } from "./clickhouse/parse-store-url.js";
import type { Engine } from "./engine.js";

/** Of an embedded engine alone. Memory: default 1.5 GB. */
export type OpenEngineOptions = Pick<ChdbEngineOptions, "memoryBytes" | "onRestart" | "onWait">;

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
