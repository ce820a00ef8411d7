/**
 * Records what real instrumentations send, as fixtures for the server's mapper:
 *
 *     node scripts/record-fixtures.mjs [--keep <folder>] [emitter …]
 *
 * after `npm run build`. Each emitter is installed in a folder of its own, runs one small program against a model
 * server with fixed answers, and exports OTLP to this process. `--keep` leaves the installations there.
 */
import { execFile, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";

import { startCollector } from "@honeyhive/testing";

import { emitters } from "./emitters/emitters.mjs";
import { normaliseRecording } from "./emitters/normalise-recording.mjs";
import { startScriptedModel } from "./emitters/scripted-model.mjs";

const run = promisify(execFile);
const programs = fileURLToPath(new URL("emitters/fixtures", import.meta.url));
const recordings = fileURLToPath(
  new URL("../packages/server/src/testing/fixtures/emitters", import.meta.url),
);
/** Some emitters need a newer Node than the project does; it comes as a package like they do. */
const nodePackage = `node-${process.platform}-${process.arch}`;
const nodeVersion = "24";

const { values, positionals } = parseArgs({
  options: { keep: { type: "string" } },
  allowPositionals: true,
});
const root = values.keep ?? (await mkdtemp(join(tmpdir(), "honeyhive-emitters-")));
const wanted = emitters.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
let failures = 0;
for (const emitter of wanted) {
  try {
    console.log(`${emitter.id}: ${await record(emitter)}`);
  } catch (error) {
    failures += 1;
    console.error(`${emitter.id}: failed`, error);
  }
}
if (values.keep === undefined) await rm(root, { recursive: true, force: true });
process.exitCode = failures === 0 ? 0 : 1;

async function record(emitter) {
  const folder = join(root, emitter.id);
  await install(folder, emitter.dependencies);
  const [model, collector] = await Promise.all([startScriptedModel(), startCollector()]);
  const urls = { MODEL_URL: model.url, OTLP_URL: collector.url };
  const environment = { ...urls, ...emitter.environment };
  let output;
  try {
    output = await runProgram(folder, emitter.program, environment);
  } finally {
    await model.close();
    await collector[Symbol.asyncDispose]();
  }
  const bodiesOf = (signal) =>
    collector.requests.filter(({ path }) => path.endsWith(signal)).map(({ body }) => body);
  const recording = normaliseRecording(
    { traces: bodiesOf("/v1/traces"), logs: bodiesOf("/v1/logs") },
    { [folder]: "/app" },
  );
  const spans = recording.traces.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
  if (spans.length === 0) throw new Error(`No spans arrived. The program said:\n${output}`);
  await mkdir(recordings, { recursive: true });
  const text = JSON.stringify({ emitter: emitter.dependencies, ...recording }, null, 1);
  await writeFile(join(recordings, `${emitter.id}.otlp.json`), `${text}\n`);
  return `${spans.length} spans, ${recording.logs.length} log requests, ${text.length} bytes`;
}

async function install(folder, dependencies) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(programs)) {
    await copyFile(join(programs, name), join(folder, name));
  }
  const isInstalled = await stat(join(folder, "node_modules")).catch(() => undefined);
  if (isInstalled !== undefined) return;
  const manifest = {
    private: true,
    dependencies: { [nodePackage]: nodeVersion, ...dependencies },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"];
  await run("npm", ["install", ...flags], { cwd: folder, maxBuffer: 1e8 });
}

async function runProgram(folder, program, environment) {
  const node = join(folder, "node_modules", nodePackage, "bin", "node");
  const child = spawn(node, [program], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`The program ended with ${code}:\n${output.slice(-4000)}`);
  return output;
}
