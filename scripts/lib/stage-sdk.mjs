import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { rolldown } from "rolldown";
import { addCommonJs } from "./common-js.mjs";
import { keepReachableTypes } from "./keep-reachable-types.mjs";
import { root } from "./run.mjs";

const sdk = join(root, "packages", "sdk");

/**
 * Lays the SDK out as it is published: its declarations as the compiler made them, its code in a few files instead of
 * some two hundred. Expects declarations that are up to date.
 *
 * @param {string} folder is emptied first
 */
export async function stageSdk(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(sdk, "package.json"), "utf8"));
  await Promise.all([
    ...["README.md", "LICENSE"].map((name) => cp(join(sdk, name), join(folder, name))),
    cp(join(sdk, "src"), join(folder, "src"), { recursive: true, filter: isNoTest }),
    cp(join(sdk, "dist"), join(folder, "dist"), { recursive: true, filter: isDeclaration }),
  ]);
  const entries = entriesOf(manifest);
  const types = Object.keys(entries).map((name) => join(folder, "dist", `${name}.d.ts`));
  await keepReachableTypes(join(folder, "dist"), types);
  await bundle(entries, join(folder, "dist"));
  await pointToSources(folder);
  const published = await addCommonJs(manifest, folder);
  await writeFile(join(folder, "package.json"), `${JSON.stringify(published, undefined, 2)}\n`);
  await bundleEdge(edgeEntriesOf(manifest), join(folder, "dist", "edge"));
}

/** How long the bundler took says something about the machine alone. */
const checks = { bundlerTimings: false };

/** What only evaluations and their journals need, whichever entry starts them. */
const runsEvaluations =
  /\/evals\/(cases|dataset|journal|limits|resolve-evaluation|runs\/(gates|local-runs|summarise)|scoring\/(resolve|run-run))/;

/** What only a program needs that has clients of models recorded. */
const recordsClients =
  /\/model-clients\/(openai|anthropic|google|instrument-(openai|anthropic|google)|summarise|trace)/;

function isCore(id) {
  return !runsEvaluations.test(id) && !recordsClients.test(id);
}

function isNoTest(path) {
  return !/\.test(-d)?\.ts$/.test(path);
}

/** Folders, which have no suffix, are looked into. */
function isDeclaration(path) {
  return !/\.[^./\\]+$/.test(path) || /\.d\.ts(\.map)?$/.test(path);
}

/** Each export that names its source: where its code goes below `dist`, without the suffix, and what it is made of. */
function entriesOf({ exports }) {
  const entries = Object.values(exports).filter(({ source }) => source !== undefined);
  return Object.fromEntries(
    entries.map((entry) => [
      entry.default.replace(/^\.\/dist\/|\.js$/g, ""),
      join(sdk, entry.source),
    ]),
  );
}

function edgeEntriesOf({ exports }) {
  const entries = Object.values(exports).filter((entry) => entry["edge-light"] !== undefined);
  return Object.fromEntries(
    entries.map((entry) => [
      entry["edge-light"].replace(/^\.\/dist\/edge\/|\.js$/g, ""),
      entry.source === "./src/index.ts"
        ? join(sdk, "src", "edge", "index.ts")
        : join(sdk, entry.source),
    ]),
  );
}

/** What a program loads that only traces is the entry and `core.js`; what is imported when needed has chunks of its own. */
async function bundle(input, dir) {
  const bundled = await rolldown({
    input,
    platform: "node",
    // The contract's types are shared with others as a dependency; its code is a few functions, which come along.
    external: /^(?!\.|\/|@honeyhive\/contract$)/,
    resolve: { conditionNames: ["source", "import"] },
    transform: { target: "node20.19" },
    checks,
    onLog: refuseToSpeak,
  });
  await bundled.write({
    dir,
    format: "esm",
    sourcemap: true,
    // Docs are read where the declarations and the source maps lead to.
    comments: { jsdoc: false },
    chunkFileNames: "chunks/[name].js",
    codeSplitting: {
      groups: [
        { name: "core", test: isCore, minShareCount: 2, priority: 1 },
        { name: "clients", test: recordsClients, minShareCount: 2, priority: 1 },
        { name: "evals", minShareCount: 2 },
      ],
    },
  });
  await bundled.close();
}

/** Source maps name the SDK's sources where they are published, instead of holding each a second time. */
async function pointToSources(folder) {
  const sources = join(sdk, "src");
  for (const name of await readdir(join(folder, "dist"), { recursive: true })) {
    if (!name.endsWith(".js.map")) continue;
    const path = join(folder, "dist", name);
    const map = JSON.parse(await readFile(path, "utf8"));
    for (const [index, source] of map.sources.entries()) {
      const own = relative(sources, resolve(dirname(path), source));
      if (own.startsWith("..")) continue;
      const published = relative(dirname(path), join(folder, "src", own));
      map.sources[index] = published.replaceAll(sep, "/");
      map.sourcesContent[index] = null;
    }
    await writeFile(path, JSON.stringify(map));
  }
}

/** One entry may import at once what another one imports when needed. */
function refuseToSpeak(level, log) {
  if (log.code === "INEFFECTIVE_DYNAMIC_IMPORT") return;
  throw new Error(`Expected the SDK to bundle without a word, got a ${level}: ${log.message}`);
}

/** What needs Node, and what stands in its place at the edge. */
const replacements = {
  "config/caller-name.ts": "caller-name.ts",
  "core/shared-by-copies.ts": "shared-by-copies.ts",
  "globals/copies.ts": "copies.ts",
  "detect/resource.ts": "resource.ts",
  "foreign/http-instrumentation.ts": "http-instrumentation.ts",
  "lifecycle/exit-hooks.ts": "exit-hooks.ts",
  "globals/api-version.ts": "api-version.ts",
  "pipeline/spool/open-spool.ts": "open-spool.ts",
  "pipeline/transport.ts": "transport.ts",
};

/**
 * The entries for edge runtimes (conditions `workerd` and `edge-light`): they import nothing but the few modules of Node
 * that all of those have. Not minified, and without source maps: those would hold every source a second time.
 */
async function bundleEdge(input, dir) {
  const edge = join(sdk, "src", "edge");
  const processShim = join(edge, "process.ts");
  const timers = join(edge, "timers.ts");
  const timerNames = ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval"];
  const bundled = await rolldown({
    input,
    platform: "neutral",
    external: /^(node:(async_hooks|buffer|events)|@opentelemetry\/api)$/,
    resolve: { conditionNames: ["source", "import"] },
    plugins: [{ name: "edge", resolveId: replaceForEdge }],
    transform: {
      target: "es2022",
      inject: {
        process: [processShim, "process"],
        Buffer: ["node:buffer", "Buffer"],
        ...Object.fromEntries(timerNames.map((name) => [name, [timers, name]])),
      },
    },
    checks,
    onLog: refuseToSpeak,
  });
  await bundled.write({
    dir,
    format: "esm",
    comments: { jsdoc: false },
    chunkFileNames: "chunks/[name].js",
    codeSplitting: { groups: [{ name: "core", minShareCount: 2 }] },
  });
  await bundled.close();
}

async function replaceForEdge(source, importer, options) {
  const found = await this.resolve(source, importer, { ...options, skipSelf: true });
  const path = found === null ? "" : relative(join(sdk, "src"), found.id).replaceAll(sep, "/");
  const replacement = Object.hasOwn(replacements, path) ? replacements[path] : undefined;
  return replacement === undefined ? found : join(sdk, "src", "edge", replacement);
}
