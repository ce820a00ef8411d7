import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { capture, root } from "./run.mjs";
import { stageSdk } from "./stage-sdk.mjs";

/**
 * What a user of the SDK gets at most. Bytes are of all files, the peer `@opentelemetry/api` included. Loaded files are
 * the SDK's own that an import of it reads.
 */
const sdkBudget = { runtimeDependencies: 3, sizeBytes: 5_000_000, loadedFiles: 2 };

/** Modules of Node that take longer to load than the SDK: it loads them when it first sends something. */
const slowBuiltins = ["http", "https", "crypto", "stream", "child_process"];

const installed = ["packages/contract", "node_modules/@opentelemetry/api"];
const sample = "HoneyHiveTracer";

/**
 * Installs the SDK as it would be published into an empty folder, without network, and throws when it is over
 * budget or does not load.
 *
 * @returns {Promise<string>} the measurements, for people.
 */
export async function checkSdkInstall() {
  const folder = await mkdtemp(join(tmpdir(), "honeyhive-install-"));
  try {
    await install(folder);
    const measured = await measure(folder);
    const problems = [
      ...findOverruns(measured),
      ...(await findLoadFailures(folder)),
      ...(await findSlowLoads(folder)),
      ...(await findLostSources(folder)),
    ];
    if (problems.length > 0) throw new Error(problems.join("\n"));
    const megabytes = (measured.sizeBytes / 1e6).toFixed(1);
    return `${measured.packages.length} packages, ${megabytes} MB, import() and require() work`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function install(folder) {
  const staged = join(folder, "staged");
  await stageSdk(staged);
  const sources = [staged, ...installed.map((path) => join(root, path))];
  const packed = await must("npm", ["pack", "--json", "--ignore-scripts", ...sources], folder);
  const archives = JSON.parse(packed).map((entry) => `./${entry.filename}`);
  await writeFile(join(folder, "package.json"), `{ "name": "user", "private": true }`);
  await must("npm", ["install", "--offline", "--no-audit", "--no-fund", ...archives], folder);
}

/** Source maps that name a source which is neither published nor in the map. */
async function findLostSources(folder) {
  const dist = join(folder, "node_modules", "honeyhive", "dist");
  const names = (await readdir(dist, { recursive: true })).filter((name) =>
    name.endsWith(".js.map"),
  );
  if (names.length === 0) return ["Expected source maps in the package, got none."];
  const lost = [];
  for (const name of names) {
    const path = join(dist, name);
    const { sources, sourcesContent } = JSON.parse(await readFile(path, "utf8"));
    for (const [index, source] of sources.entries()) {
      if (sourcesContent[index] !== null) continue;
      const found = await stat(join(dirname(path), source)).catch(() => undefined);
      if (found === undefined) lost.push(`${name} names ${source}, which is not published.`);
    }
  }
  return lost;
}

async function measure(folder) {
  const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  return {
    packages: packages.map(([path]) => path.replace(/^.*node_modules\//, "")),
    withScripts: packages.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path),
    sizeBytes: await sizeOf(join(folder, "node_modules")),
  };
}

function findOverruns({ packages, withScripts, sizeBytes }) {
  const runtime = packages.filter((name) => name !== "honeyhive" && name !== "@opentelemetry/api");
  const problems = withScripts.map((path) => `Expected no install scripts, but ${path} has one.`);
  if (runtime.length > sdkBudget.runtimeDependencies) {
    problems.push(
      `Expected at most ${sdkBudget.runtimeDependencies} runtime dependencies, got ${runtime.join(", ")}.`,
    );
  }
  if (sizeBytes > sdkBudget.sizeBytes) {
    problems.push(`Expected at most ${sdkBudget.sizeBytes} bytes, got ${sizeBytes}.`);
  }
  return problems;
}

async function findLoadFailures(folder) {
  const programs = {
    "import()": `import("honeyhive").then((sdk) => process.exit(typeof sdk.${sample} === "function" ? 0 : 1))`,
    "require()": `process.exit(typeof require("honeyhive").${sample} === "function" ? 0 : 1)`,
  };
  const problems = [];
  for (const [way, program] of Object.entries(programs)) {
    const { code, output } = await capture(process.execPath, ["-e", program], { cwd: folder });
    if (code !== 0) problems.push(`Expected ${way} to give ${sample}, it failed.\n${output}`);
  }
  return problems;
}

/** What makes an import slow: many files, and modules of Node that are not needed yet. */
async function findSlowLoads(folder) {
  const program = `import("honeyhive").then(() => console.log(JSON.stringify(process.moduleLoadList)))`;
  const loaded = JSON.parse(await must(process.execPath, ["-e", program], folder));
  const slow = slowBuiltins.filter((name) => loaded.includes(`NativeModule ${name}`));
  const files = await staticImports(join(folder, "node_modules/honeyhive/dist/index.js"));
  const problems = slow.map(
    (name) => `Expected node:${name} to be loaded when it is used, not by an import.`,
  );
  if (files.size > sdkBudget.loadedFiles) {
    problems.push(
      `Expected an import to load ${sdkBudget.loadedFiles} files, got ${[...files].join(", ")}.`,
    );
  }
  return problems;
}

async function staticImports(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const code = await readFile(file, "utf8");
  for (const [, specifier] of code.matchAll(/^(?:import|export)\b.*?"(\.[^"]+)";$/gm)) {
    await staticImports(join(dirname(file), specifier), found);
  }
  return found;
}

async function must(command, args, cwd) {
  const { code, output, stdout } = await capture(command, args, { cwd });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed.\n${output}`);
  return stdout;
}

async function sizeOf(folder) {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(
    names.map(async (name) => {
      const entry = await stat(join(folder, name));
      return entry.isFile() ? entry.size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
