import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rmdir } from "node:fs/promises";
import { join } from "node:path";

import { inject } from "vitest";

import { waitFor } from "./wait-for.js";

/**
 * A folder that is filled once for all files of a run. Where two files need it at the same moment one fills it, and the
 * other waits; if that fails, the other one tries.
 */
export async function obtainShared(
  name: string,
  fill: (directory: string) => Promise<void>,
): Promise<string> {
  const path = join(inject("sharedDirectory"), name);
  const claim = `${path}.claim`;
  while (!existsSync(path)) {
    if (await isFirstAt(claim)) await fillOnce(path, fill, claim);
    else await untilGone(claim);
  }
  return path;
}

/** Of all that make this folder, the system lets one succeed. */
async function isFirstAt(claim: string): Promise<boolean> {
  try {
    await mkdir(claim);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function fillOnce(
  path: string,
  fill: (directory: string) => Promise<void>,
  claim: string,
): Promise<void> {
  try {
    // It may have been filled between the look for it and the claim.
    if (existsSync(path)) return;
    const own = await mkdtemp(`${path}-`);
    await fill(own);
    await rename(own, path);
  } finally {
    await rmdir(claim);
  }
}

function untilGone(claim: string): Promise<true> {
  return waitFor({
    what: "another file to be done with what it fills",
    find: () => (existsSync(claim) ? undefined : true),
    describe: () => `${claim} is still there`,
    timeoutMs: 300_000,
  });
}
