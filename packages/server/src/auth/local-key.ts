import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeDirectory } from "../lib/make-directory.js";

/** The key of the local project: made once, kept in the data directory, readable by its owner only. */
export function readOrCreateLocalKey(dataDir: string): string {
  const path = join(dataDir, "api-key");
  makeDirectory(dataDir);
  try {
    const key = readFileSync(path, "utf8").trim();
    if (key !== "") return key;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const key = `hh_local_${randomBytes(24).toString("base64url")}`;
  writeFileSync(path, `${key}\n`, { mode: 0o600 });
  return key;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
