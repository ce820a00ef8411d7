import { existsSync } from "node:fs";
import { show } from "./run.mjs";

/** Debian's packages, whose programs are called like them. Without windows it takes two thirds of the time. */
const packages = ["chromium-headless-shell", "chromium"];

/**
 * Resolves to the path of a Chromium, installing Debian's when we may.
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
  const mayInstall = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  for (const name of packages) {
    if (!existsSync(pathOf(name)) && mayInstall) await install(name);
    if (existsSync(pathOf(name))) return pathOf(name);
  }
  throw new Error(
    `Expected a Chromium at ${packages.map(pathOf).join(" or ")} for the browser tests, found none. Install it, or set CHROMIUM_PATH to a Chromium or Chrome.`,
  );
}

function pathOf(name) {
  return `/usr/bin/${name}`;
}

/** Older releases have no package of the first name: then the next one is tried. */
async function install(name) {
  console.log(`Installing ${name} with apt-get …`);
  await show("apt-get", ["update", "-q"]);
  await show("apt-get", ["install", "-y", "-q", "--no-install-recommends", name]);
}
