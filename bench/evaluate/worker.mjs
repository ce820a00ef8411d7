// One contestant, one size: runs the evaluation and sends what it took.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { contestant, count, url, apiKey, packages } = JSON.parse(process.argv[2]);
const { evaluateWith } = await import(`./contestants/${contestant}.mjs`);
// For what a contestant writes beside what it sends.
const folder = mkdtempSync(join(tmpdir(), "bench-evaluate-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const cpu = process.cpuUsage();
const startedAt = performance.now();
const passed = await evaluateWith({ count, concurrency: 10, url, apiKey, task, load, folder });
const { user, system } = process.cpuUsage(cpu);
process.send({
  passed,
  wallMs: performance.now() - startedAt,
  cpuUs: user + system,
  peakMb: process.resourceUsage().maxRSS / 1024,
});
process.disconnect();

/** What every contestant evaluates: a millisecond of waiting. */
async function task(n) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return `answer to marker-${n}`;
}

/** A package out of the folder where it is installed. */
async function load(name) {
  const require = createRequire(resolve(packages, "package.json"));
  const found = require.resolve(name);
  // The file that hands ours on to CommonJS names nothing of what it hands on.
  return found.endsWith(".cjs") && name === "honeyhive"
    ? require(name)
    : import(pathToFileURL(found).href);
}
