import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Engine } from "../store/engine.js";
import { isStoreUrl, openEngine } from "../store/open-engine.js";
import { StoreError } from "../store/store-error.js";
import type { Waits } from "./waits.js";

/** Opens a store that is there: a mistyped directory would become an empty one, and that be looked at or backed up. */
export async function openExisting(
  store: string,
  { onStoreWait }: Pick<Waits, "onStoreWait"> = {},
): Promise<Engine> {
  assertExists(store);
  return openEngine(store, { onWait: onStoreWait });
}

/** @throws {StoreError} `STORE_UNKNOWN` where a directory has no store in it */
export function assertExists(store: string): void {
  if (isStoreUrl(store) || existsSync(join(resolve(store), "store"))) return;
  throw new StoreError(
    "STORE_UNKNOWN",
    `Expected a data directory with a store, got \`${store}\`, in which there is none. ` +
      "Name the one that `honeyhive dev` or `serve` was started with: --store <its --data-dir>.",
  );
}
