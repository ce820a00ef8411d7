// Installs what is missing, builds, runs every test and ends with one line: `N passed, N failed`.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureBuilt } from "./lib/ensure-built.mjs";
import { ensureChromium } from "./lib/ensure-chromium.mjs";
import { ensureCompiler } from "./lib/ensure-compiler.mjs";
import { ensureInstalled } from "./lib/ensure-installed.mjs";
import { root, show } from "./lib/run.mjs";
import { roomyFolder } from "./lib/roomy-folder.mjs";
import { countTests } from "./lib/count-tests.mjs";

const folder = await mkdtemp(join(await roomyFolder(), "honeyhive-test-"));
// The tests end by it, and what they leave behind goes after that.
process.on("SIGINT", () => undefined);
let counts = { passed: 0, failed: 1 };
try {
  counts = await runTests(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = counts.failed === 0 ? 0 : 1;
console.log(`${counts.passed} passed, ${counts.failed} failed`);

/** What comes from the system's packages, one after the other: resolves to the path of a Chromium. */
async function ensureSystem() {
  const chromium = await ensureChromium();
  await ensureCompiler();
  return chromium;
}

async function runTests(vitestArguments) {
  const [chromium] = await Promise.all([ensureSystem(), ensureInstalled()]);
  await ensureBuilt();
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await show(
    join(root, "node_modules/.bin/vitest"),
    ["run", ...reporters, ...vitestArguments],
    {
      env: { ...process.env, CHROMIUM_PATH: chromium, TMPDIR: folder },
    },
  );
  return countTests(JSON.parse(await readFile(report, "utf8")), code);
}
