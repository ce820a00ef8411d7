import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const trees = join(root, "bench", ".trees");
const installTimeoutMs = 300_000;
const nodePackage = `node-${process.platform}-${process.arch}`;

/**
 * @param source the checkout that `local:` packages are taken from
 * @returns a function that gives where a contestant's packages live and the Node that runs it
 */
export function createTrees(source = root) {
  const installed = new Map();
  return async (contestant) => {
    const { treeName, nodeVersion } = contestant;
    if (!installed.has(treeName)) installed.set(treeName, await ensureTree(contestant, source));
    return { directory: installed.get(treeName), node: await ensureNode(nodeVersion) };
  };
}

async function ensureTree({ treeName, packages, imports }, source) {
  const directory = join(trees, treeName);
  await ensureInstalled(directory, packages, source);
  await writeFile(join(directory, "load.mjs"), "export const load = (name) => import(name);\n");
  const statements = imports.map((name) => `import ${JSON.stringify(name)};\n`);
  await writeFile(join(directory, "imports.mjs"), statements.join(""));
  return directory;
}

async function ensureNode(version) {
  if (version === undefined) return process.execPath;
  const directory = join(trees, `node${version}`);
  await ensureInstalled(directory, { [nodePackage]: version });
  return join(directory, "node_modules", nodePackage, "bin", "node");
}

/** Installs unless the same packages are there. Packages of this repository are packed anew each time. */
async function ensureInstalled(directory, packages, source) {
  const wanted = JSON.stringify(packages);
  const stamp = join(directory, "installed.json");
  const isLocal = Object.values(packages).some((version) => version.startsWith("local:"));
  if (!isLocal && existsSync(stamp) && (await readFile(stamp, "utf8")) === wanted) return;
  console.error(`Installing ${Object.keys(packages).join(", ") || "nothing"} …`);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const dependencies = await resolveLocal({ directory, packages, source });
  const manifest = { private: true, type: "module", dependencies };
  await writeFile(join(directory, "package.json"), JSON.stringify(manifest, undefined, 2));
  if (Object.keys(packages).length > 0) {
    const options = ["--no-audit", "--no-fund", "--loglevel=error", "--legacy-peer-deps=false"];
    await run("npm", ["install", ...options], { cwd: directory, timeout: installTimeoutMs });
  }
  await writeFile(stamp, wanted);
}

async function resolveLocal({ directory, packages, source }) {
  const entries = [];
  for (const [name, version] of Object.entries(packages)) {
    const folder = version.startsWith("local:") ? version.slice("local:".length) : undefined;
    entries.push([
      name,
      folder === undefined ? version : await pack({ directory, folder: join(source, folder) }),
    ]);
  }
  return Object.fromEntries(entries);
}

/** The folder that would be published: checkouts that can stage the SDK publish it from another one than its sources'. */
async function stage(directory, folder) {
  const program = join(folder, "..", "..", "scripts", "stage.mjs");
  if (basename(folder) !== "sdk" || !existsSync(program)) return folder;
  const staged = join(directory, "staged");
  await run(process.execPath, [program, staged], { timeout: installTimeoutMs });
  return staged;
}

/** The archive that would be published, of the code as it is now. */
async function pack({ directory, folder }) {
  await run(join(root, "node_modules", ".bin", "tsc"), ["-b", folder], {
    timeout: installTimeoutMs,
  });
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", directory, "."];
  const cwd = await stage(directory, folder);
  const { stdout } = await run("npm", args, { cwd, timeout: installTimeoutMs });
  const [{ filename }] = JSON.parse(stdout);
  return `file:${join(directory, filename)}`;
}
