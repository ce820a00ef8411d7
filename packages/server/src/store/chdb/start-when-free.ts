import { setTimeout as sleep } from "node:timers/promises";

import { StoreError } from "../store-error.js";
import { startHostProcess, type HostListener, type HostProcess } from "./host-process.js";
import { isOwnerGone } from "./owner.js";
import type { HostOptions } from "./protocol.js";

/** An orphaned host ends at once, but a busy machine takes its time to free what it held. */
const waitMs = 30_000;
const pauseMs = 200;

/**
 * Starts a store host. Where that of a server which was killed still holds the data directory, waits for it to end.
 *
 * @param onWait called once, when it has to wait
 */
export async function startWhenFree(
  options: HostOptions,
  listener: HostListener,
  onWait: () => void,
): Promise<HostProcess> {
  const deadline = performance.now() + waitMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await startHostProcess(options, listener);
    } catch (error) {
      const isLocked = error instanceof StoreError && error.code === "STORE_LOCKED";
      if (!isLocked || performance.now() > deadline || !isOwnerGone(options.dataDir)) throw error;
      if (attempt === 0) onWait();
      await sleep(pauseMs);
    }
  }
}
