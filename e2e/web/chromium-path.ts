import { existsSync } from "node:fs";

const headless = "/usr/bin/chromium-headless-shell";

/** `CHROMIUM_PATH`, which `npm test` sets, or Debian's; the one without windows takes two thirds of the time. */
export const chromiumPath =
  process.env["CHROMIUM_PATH"] ?? (existsSync(headless) ? headless : "/usr/bin/chromium");
