import { rmSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Logger } from "../../lib/logger.js";
import { readFolder } from "./span-journal.js";

/** Whoever wants to resume a run does so sooner; its journal stays for ever. */
const maxAgeDays = 14;
const dayMs = 86_400_000;

/** Removes what interrupted runs had not delivered and nobody has resumed since. Their results are in their journals. */
export function removeOldSpans(
  directory: string,
  logger: Pick<Logger, "warn">,
  nowMs = Date.now(),
): void {
  const old = readFolder(directory)
    .filter((name) => /\.\d+\.spans$/.test(name))
    .filter((name) => isOlder(join(directory, name), nowMs - maxAgeDays * dayMs));
  if (old.length === 0) return;
  for (const name of old) rmSync(join(directory, name), { force: true });
  const runs = new Set(old.map((name) => name.replace(/\.\d+\.spans$/, "")));
  logger.warn(
    `Removed from ${directory} the undelivered traces of ${[...runs].join(", ")}, which nobody has resumed in ` +
      `${maxAgeDays} days. The results of their cases are still in their journals.`,
  );
}

function isOlder(path: string, thanMs: number): boolean {
  // Another run may be removing it.
  return (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < thanMs;
}
