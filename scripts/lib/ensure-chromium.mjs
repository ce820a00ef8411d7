import { existsSync } from "node:fs";
import { show } from "./run.mjs";

const systemPath = "/usr/bin/chromium";

/**
 * Resolves to the path of a Chromium, installing Debian's when there is none and we may.
 *
 * @returns {Promise<string>}
 */
export async function ensureChromium() {
  const configured = process.env["CHROMIUM_PATH"];
  if (configured !== undefined && !existsSync(configured)) {
    throw new Error(
      `Expected CHROMIUM_PATH to name a file, got \`${configured}\`. Correct or unset it.`,
    );
  }
  if (configured !== undefined) return configured;
  if (!existsSync(systemPath) && existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log("Installing chromium with apt-get …");
    await show("apt-get", ["update", "-q"]);
    await show("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"]);
  }
  if (existsSync(systemPath)) return systemPath;
  throw new Error(
    `Expected a Chromium at ${systemPath} for the browser tests, found none. Install it, or set CHROMIUM_PATH to a Chromium or Chrome.`,
  );
}
