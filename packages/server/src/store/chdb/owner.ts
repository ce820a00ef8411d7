import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isRunning } from "../../lib/is-running.js";

const pathIn = (dataDir: string): string => join(dataDir, "store-owner");

/** Notes whose store host holds the data directory: for the store host alone. */
export function writeOwner(dataDir: string, serverPid: number): void {
  writeFileSync(pathIn(dataDir), String(serverPid), { mode: 0o600 });
}

/** Whether the server whose store host holds the data directory is gone, so that its host is about to go. */
export function isOwnerGone(dataDir: string): boolean {
  try {
    return !isRunning(Number(readFileSync(pathIn(dataDir), "utf8")));
  } catch {
    // Nobody noted it: a host of an older version, which says nothing of its server.
    return false;
  }
}
