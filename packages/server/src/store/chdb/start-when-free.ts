import { setTimeout as sleep } from "node:timers/promises";

import { StoreError } from "../store-error.js";
import { startHostProcess, type HostListener, type HostProcess } from "./host-process.js";
import { findGoneOwner } from "./owner.js";
import type { HostOptions } from "./protocol.js";

/** For whom it is waited, and how long at most. */
export interface StoreWait {
  readonly dataDir: string;
  /** Of the server that was killed. */
  readonly serverPid: number;
  readonly givenUpInMs: number;
}

export type OnStoreWait = (wait: StoreWait) => void;

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
  onWait: OnStoreWait,
): Promise<HostProcess> {
  const { dataDir } = options;
  const deadline = performance.now() + waitMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await startHostProcess(options, listener);
    } catch (error) {
      const isLocked = error instanceof StoreError && error.code === "STORE_LOCKED";
      const serverPid = isLocked ? findGoneOwner(dataDir) : undefined;
      if (serverPid === undefined) throw error;
      if (performance.now() > deadline)
        throw stillHeld({ dataDir, serverPid, givenUpInMs: waitMs });
      if (attempt === 0) onWait({ dataDir, serverPid, givenUpInMs: waitMs });
      await sleep(pauseMs);
    }
  }
}

function stillHeld({ dataDir, serverPid, givenUpInMs }: StoreWait): StoreError {
  return new StoreError(
    "STORE_LOCKED",
    `Expected the data directory \`${dataDir}\` to become free within ${givenUpInMs / 1000} s, but the engine of the ` +
      `server that was killed (process ${serverPid}) still holds it. End it, which is the process whose command line ` +
      "has `chdb/host.js` and this directory, or use another data directory.",
  );
}
