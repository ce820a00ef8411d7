import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, show } from "./run.mjs";

const uiSources = [
  "apps/web/src",
  "apps/web/index.html",
  "apps/web/vite.config.ts",
  "packages/contract/src",
];
const uiBuild = "packages/server/public/index.html";

/** Compiles what has changed (`tsc -b` knows) and builds the UI when its sources are newer than its build. */
export async function ensureBuilt() {
  await must("compiling", join(root, "node_modules/.bin/tsc"), ["-b"]);
  if (isUiStale()) {
    console.log("Building the UI …");
    const build = ["run", "--silent", "build", "--workspace", "@honeyhive/web"];
    await must("building the UI", "npm", [...build, "--", "--logLevel", "warn"]);
  }
}

async function must(what, command, args) {
  const code = await show(command, args);
  if (code !== 0)
    throw new Error(`Expected ${what} to succeed, got exit code ${code}; its output is above.`);
}

function isUiStale() {
  const built = join(root, uiBuild);
  if (!existsSync(built)) return true;
  const builtMs = statSync(built).mtimeMs;
  return uiSources.some((source) => newestMs(join(root, source)) > builtMs);
}

function newestMs(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newestMs(join(path, name))));
}
