import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { ChdbEngine, type ChdbEngineOptions } from "./chdb/chdb-engine.js";
import { parseStoreUrl } from "./clickhouse/parse-store-url.js";
import type { Engine } from "./engine.js";
import { StoreError } from "./store-error.js";

/** Memory: of an embedded engine alone, default 1.5 GB. */
export interface OpenEngineOptions extends Pick<
  ChdbEngineOptions,
  "memoryBytes" | "onRestart" | "onWait"
> {
  /** For who only looks: a mistyped name would become an empty store, and that be looked at. Default false. */
  readonly mustExist?: boolean;
}

/** Whether it is an address, and no directory. */
export function isStoreUrl(store: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(store);
}

/**
 * Opens the tables in a data directory, or those of a ClickHouse server at `clickhouse://…`. Makes what is missing.
 *
 * @throws {StoreError} `STORE_UNKNOWN` where there is nothing and something must be
 */
export async function openEngine(
  store: string,
  { mustExist = false, ...options }: OpenEngineOptions = {},
): Promise<Engine> {
  if (!isStoreUrl(store)) {
    if (mustExist) assertExists(store);
    return ChdbEngine.start({ dataDir: resolve(store), ...options });
  }
  const location = parseStoreUrl(store);
  // Loaded here, so that an embedded server does not pay for it.
  const { ClickHouseEngine } = await import("./clickhouse/clickhouse-engine.js");
  return ClickHouseEngine.start(location, { mustExist });
}

function assertExists(dataDir: string): void {
  if (existsSync(join(resolve(dataDir), "store"))) return;
  throw new StoreError(
    "STORE_UNKNOWN",
    `Expected a data directory with a store, got \`${dataDir}\`, in which there is none. ` +
      "Name the one that `honeyhive dev` or `serve` was started with: --store <its --data-dir>.",
  );
}
