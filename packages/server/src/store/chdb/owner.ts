import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isRunning } from "../../lib/is-running.js";

const pathIn = (dataDir: string): string => join(dataDir, "store-owner");

/** Notes whose store host holds the data directory: for the store host alone. */
export function writeOwner(dataDir: string, serverPid: number): void {
  writeFileSync(pathIn(dataDir), String(serverPid), { mode: 0o600 });
}

/** The server whose store host holds the data directory, if it is gone: then its host is about to go. */
export function findGoneOwner(dataDir: string): number | undefined {
  const serverPid = readOwner(dataDir);
  return serverPid === undefined || isRunning(serverPid) ? undefined : serverPid;
}

/** The server that runs over the data directory. */
export function findLivingOwner(dataDir: string): number | undefined {
  const serverPid = readOwner(dataDir);
  return serverPid !== undefined && isRunning(serverPid) ? serverPid : undefined;
}

function readOwner(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(pathIn(dataDir), "utf8"));
  } catch {
    // Nobody noted it: a host of an older version, which says nothing of its server.
    return undefined;
  }
}
