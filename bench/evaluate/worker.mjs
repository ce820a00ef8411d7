// One contestant, one size: runs the evaluation and sends what it took.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { contestant, count, url, apiKey, packages } = JSON.parse(process.argv[2]);
const { evaluateWith } = await import(`./contestants/${contestant}.mjs`);

const cpu = process.cpuUsage();
const startedAt = performance.now();
const passed = await evaluateWith({ count, concurrency: 10, url, apiKey, task, load });
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
