import { createHash, randomUUID } from "node:crypto";
import {
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { HoneyHiveError } from "../../lib/errors.js";

const beatMs = 5000;
/** A process that has said nothing for so long is gone, and its number another's; or it is held up, and cannot be asked. */
const maxSilenceMs = 30_000;

/**
 * Says beside a journal which process runs its cases, for as long as it does: a second one that resumed the run would
 * pay for each case again, and tell the server twice. Of several that ask in the same instant one gets it. Where its
 * folder cannot be written, the processes of this machine meet in its folder of temporary files.
 *
 * @returns what ends it
 * @throws {HoneyHiveError} `INVALID_OPTION` when another process, or another evaluation of this one, is at it
 */
export function claimRun(journalPath: string): () => void {
  const claim: Claim = { pid: process.pid, host: hostname(), token: randomUUID() };
  for (const path of [`${journalPath}.process`, temporaryPath(journalPath)]) {
    const holder = acquire(path, claim);
    if (holder === undefined) return keep(path, claim);
    if (holder === "unwritable") continue;
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected the run of ${journalPath} to have ended, but ${describe(holder)} is running it. ` +
        `Wait for it, or end it; then resume. It counts as gone ${maxSilenceMs / 1000} s after its last sign of life.`,
    );
  }
  return () => undefined;
}

/** The same for one journal, by whatever path it is named. */
function temporaryPath(journalPath: string): string {
  let path = resolve(journalPath);
  try {
    path = realpathSync(path);
  } catch {
    // A journal that cannot be read has no other name.
  }
  const name = createHash("sha256").update(path).digest("hex").slice(0, 32);
  return join(tmpdir(), `honeyhive-${name}.process`);
}

/** @returns what ends the claim */
function keep(path: string, claim: Claim): () => void {
  const isOurs = (): boolean => readClaim(path)?.token === claim.token;
  const timer = setInterval(() => {
    if (isOurs()) beat(path);
  }, beatMs).unref();
  return () => {
    clearInterval(timer);
    if (isOurs()) rmSync(path, { force: true });
  };
}

interface Claim {
  readonly pid: number;
  /** Numbers of processes mean something on their own machine, or in their own container, alone. */
  readonly host: string | undefined;
  readonly token: string;
}

/**
 * Who has it already; undefined when it is ours now. What a process has left that is gone is replaced by whoever gets
 * the claim on that very one: between looking at a file and replacing it, another may have done so.
 */
function acquire(path: string, claim: Claim): Claim | "unwritable" | undefined {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(claim), { flag: "wx" });
      return undefined;
    } catch (error) {
      // Where nothing can be written, the journal says so.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return "unwritable";
    }
    const found = readClaim(path);
    if (found === undefined) continue;
    if (isThere(path, found)) return found;
    const right = `${path}.${found.token}`;
    const other = acquire(right, claim);
    if (other !== undefined) return other;
    if (readClaim(path)?.token === found.token && isMoved(right, path)) return undefined;
    rmSync(right, { force: true });
  }
}

function isMoved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    rmSync(from, { force: true });
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected to take ${to} over from a process that is gone, got ${String(error)}. Remove it.`,
      { cause: error },
    );
  }
}

/** Undefined when there is none any more. */
function readClaim(path: string): Claim | undefined {
  let text = "";
  try {
    text = readFileSync(path, "utf8");
    const read: unknown = JSON.parse(text);
    // Older versions wrote the number alone.
    if (typeof read === "number") return { pid: read, host: undefined, token: "older" };
    if (isClaim(read)) return read;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  }
  // Somebody is writing it.
  return { pid: 0, host: undefined, token: "unread" };
}

function isClaim(read: unknown): read is Claim {
  if (typeof read !== "object" || read === null || !("pid" in read && "token" in read))
    return false;
  return (
    typeof read.pid === "number" && typeof read.token === "string" && /^[\w-]+$/.test(read.token)
  );
}

function isThere(path: string, { pid, host }: Claim): boolean {
  const seenMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - seenMs > maxSilenceMs) return false;
  if (pid === 0 || (host !== undefined && host !== hostname())) return true;
  // Containers number their processes alike: an earlier one had this number before this one began.
  if (pid === process.pid) return seenMs >= Date.now() - process.uptime() * 1000;
  return isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's cannot be asked, and is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function describe({ pid, host }: Claim): string {
  if (host !== undefined && host !== hostname()) return `process ${pid} on ${host}`;
  if (pid === 0) return "another process";
  return pid === process.pid ? "this process" : `process ${pid}`;
}

function beat(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Somebody has removed it: nobody is kept from resuming then.
  }
}
