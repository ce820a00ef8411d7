import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { show } from "./run.mjs";

/** Sees to it that there is a C compiler, for the launcher of the ClickHouse that tests run against. */
export async function ensureCompiler() {
  if (isThere()) return;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log("Installing gcc with apt-get …");
    await show("apt-get", ["update", "-q"]);
    await show("apt-get", ["install", "-y", "-q", "--no-install-recommends", "gcc", "libc6-dev"]);
  }
  if (isThere()) return;
  throw new Error(
    "Expected a C compiler named `cc` for the tests against ClickHouse, found none. Install gcc and libc6-dev, or Xcode's tools.",
  );
}

function isThere() {
  return spawnSync("cc", ["--version"], { stdio: "ignore" }).status === 0;
}
