import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";

import { HoneyHiveError } from "../../lib/errors.js";

const beatMs = 5000;
/** A process that has said nothing for so long is gone, and its number another's; or it is held up, and cannot be asked. */
const maxSilenceMs = 30_000;

/**
 * Says beside a journal which process runs its cases, for as long as it does: a second one that resumed the run would
 * pay for each case again, and tell the server twice.
 *
 * @returns what ends it
 * @throws {HoneyHiveError} `INVALID_OPTION` when another process is at it
 */
export function claimRun(journalPath: string): () => void {
  const path = `${journalPath}.process`;
  const holder = holderOf(path);
  if (holder !== undefined) {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected the run of ${journalPath} to have ended, but process ${holder} is running it. ` +
        `Wait for it, or end it; then resume. It counts as gone ${maxSilenceMs / 1000} s after its last sign of life.`,
    );
  }
  try {
    writeFileSync(path, String(process.pid));
  } catch {
    // Where nothing can be written, the journal says so.
    return () => undefined;
  }
  const timer = setInterval(() => beat(path), beatMs).unref();
  return () => {
    clearInterval(timer);
    rmSync(path, { force: true });
  };
}

/** The process that is at it, other than this one. */
function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    const isSilent = Date.now() - statSync(path).mtimeMs > maxSilenceMs;
    if (isSilent || pid === process.pid || !Number.isInteger(pid) || pid <= 0) return undefined;
    return isAlive(pid) ? pid : undefined;
  } catch {
    // There is none.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's cannot be asked, and is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function beat(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Somebody has removed it: nobody is kept from resuming then.
  }
}
