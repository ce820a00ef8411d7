// Makes the picture of the README from a real server with the demo's data: `node scripts/screenshot.mjs`.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { ensureChromium } from "./lib/ensure-chromium.mjs";
import { root } from "./lib/run.mjs";

const dataDir = await mkdtemp(join(tmpdir(), "honeyhive-screenshot-"));
const demo = spawn(process.execPath, [join(root, "scripts/start.mjs")], {
  env: { ...process.env, HONEYHIVE_DATA_DIR: dataDir, HONEYHIVE_PORT: "0" },
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = new Promise((resolve) => demo.on("close", resolve));
const output = createInterface(demo.stdout);
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: ["--no-sandbox"],
});
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1.5,
  });
  await page.goto(await findComparisonUrl(), { waitUntil: "networkidle" });
  // What cases were given and gave comes after the table.
  await page.getByText(/^EXT-/).first().waitFor();
  await page.getByText("…", { exact: true }).first().waitFor({ state: "detached" });
  await page.screenshot({ path: join(root, "docs/images/comparison.png") });
} finally {
  await browser.close();
  demo.kill("SIGINT");
  await ended;
  await rm(dataDir, { recursive: true, force: true });
}

async function findComparisonUrl() {
  for await (const line of output) {
    const url = /^Comparison\s+(\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("Expected the demo to print the address of its comparison; it ended without.");
}
