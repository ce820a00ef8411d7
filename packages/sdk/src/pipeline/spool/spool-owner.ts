/** Who holds a folder of the spool, as the folder's name says. */
export interface SpoolOwner {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in Unix seconds: tells it from an earlier one with the same id. */
  readonly startedAt: number;
}

/** An owner that says nothing for so long is gone, wherever it was. */
export const staleAfterMs = 60_000;

const pattern = /^own-(?<host>[\w.]+)-(?<pid>\d+)-(?<startedAt>\d+)-\w+$/;

export function currentOwner(): SpoolOwner {
  return {
    host:
      process
        .getBuiltinModule("node:os")
        .hostname()
        .replaceAll(/[^\w.]/g, "_") || "unknown",
    pid: process.pid,
    startedAt: Math.round(Date.now() / 1000 - process.uptime()),
  };
}

export function ownedFolderName({ host, pid, startedAt }: SpoolOwner, token: string): string {
  return `own-${host}-${pid}-${startedAt}-${token}`;
}

export function freeFolderName(token: string): string {
  return `free-${token}`;
}

/** Whether nobody uses the folder any more; `silentMs` is how long its owner has said nothing. */
export function isAbandoned(folderName: string, silentMs: number, self = currentOwner()): boolean {
  if (/^free-\w+$/.test(folderName)) return true;
  const named = pattern.exec(folderName)?.groups;
  if (named === undefined) return false;
  if (silentMs > staleAfterMs) return true;
  if (named["host"] !== self.host) return false;
  const pid = Number(named["pid"]);
  // Rounding and clock adjustments move the time of start by a second or two.
  if (pid === self.pid) return Math.abs(Number(named["startedAt"]) - self.startedAt) > 5;
  return !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process must not be asked, and is there.
    return (error as { readonly code?: unknown }).code === "EPERM";
  }
}
