import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, show } from "./run.mjs";

/** Runs `npm ci` when nothing is installed or the lockfile has changed since. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log("Installing dependencies with npm ci …");
  const code = await show("npm", ["ci", "--no-audit", "--no-fund"]);
  if (code !== 0) throw new Error(`npm ci ended with exit code ${code}; its output is above.`);
}

/** npm writes this file at the end of every installation. */
function isInstalled() {
  const marker = join(root, "node_modules", ".package-lock.json");
  return (
    existsSync(marker) &&
    statSync(marker).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs
  );
}
