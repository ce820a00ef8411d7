import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
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
    cp(join(sdk, "package.json"), join(folder, "package.json")),
    cp(join(sdk, "src"), join(folder, "src"), { recursive: true, filter: isNoTest }),
    cp(join(sdk, "dist"), join(folder, "dist"), { recursive: true, filter: isDeclaration }),
  ]);
  await bundle(entriesOf(manifest), join(folder, "dist"));
}

/** What only a running evaluation needs, whichever entry starts it. */
const runsEvaluations =
  /\/evals\/(cases|dataset|resolve-evaluation|runs\/gates|scoring\/(resolve|run-run))/;

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

/** What a program loads that only traces is the entry and `core.js`; what is imported when needed has chunks of its own. */
async function bundle(input, dir) {
  const bundled = await rolldown({
    input,
    platform: "node",
    // The contract's types are shared with others as a dependency; its code is a few functions, which come along.
    external: /^(?!\.|\/|@honeyhive\/contract$)/,
    resolve: { conditionNames: ["source", "import"] },
    transform: { target: "node20.19" },
    onLog: (level, log) => {
      throw new Error(`Expected the SDK to bundle without a word, got a ${level}: ${log.message}`);
    },
  });
  await bundled.write({
    dir,
    format: "esm",
    sourcemap: true,
    chunkFileNames: "chunks/[name].js",
    codeSplitting: {
      groups: [
        { name: "core", test: (id) => !runsEvaluations.test(id), minShareCount: 2, priority: 1 },
        { name: "evals", minShareCount: 2 },
      ],
    },
  });
  await bundled.close();
}
