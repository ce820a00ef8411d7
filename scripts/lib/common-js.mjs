import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/**
 * Gives each entry of a package of ES modules a second one for CommonJS, which loads the same module: TypeScript's
 * `module: node16` refuses to require ES modules, and its older resolution knows no `exports`.
 *
 * @param {Record<string, any>} manifest
 * @param {string} folder the package
 * @returns {Promise<Record<string, any>>} the manifest that names them
 */
export async function addCommonJs(manifest, folder) {
  const exports = {};
  for (const [name, entry] of Object.entries(manifest.exports)) {
    exports[name] = typeof entry === "string" ? entry : await addTo(entry, name, manifest, folder);
  }
  const root = manifest.exports["."];
  return {
    ...manifest,
    main: toCommonJs(root.default),
    types: root.types,
    typesVersions: { "*": olderTypes(manifest.exports) },
    exports,
  };
}

async function addTo(entry, name, manifest, folder) {
  const { types, default: code, ...others } = entry;
  const specifier = manifest.name + name.slice(1);
  await writeFile(join(folder, toCommonJs(code)), codeFor(basename(code), specifier, manifest));
  await writeFile(join(folder, toTypes(types)), typesFor(basename(code)));
  const { source, ...conditions } = others;
  // What comes first wins: the edge has no require().
  return {
    source,
    types: { require: toTypes(types), default: types },
    ...conditions,
    require: toCommonJs(code),
    default: code,
  };
}

function codeFor(file, specifier, { engines }) {
  const range = engines.node.replace(">=", "");
  return `"use strict";
try {
  module.exports = require("./${file}");
} catch (error) {
  // Others that cannot, such as Jest, say why.
  if (!String(error.message).startsWith("require() of ES Module")) throw error;
  throw new Error(
    \`Expected Node ${range}, 22.12 or newer to require("${specifier}"), got \${process.version}. \` +
      'Update Node, or use \`await import("${specifier}")\`.',
    { cause: error },
  );
}
`;
}

/** Compilers that say so know no better: Node does require ES modules. */
function typesFor(file) {
  return `// @ts-ignore\nexport * from "./${file}";\n`;
}

/** Of subpaths, for the resolution of Node 10: `{ openai: ["./dist/integrations/openai.d.ts"] }`. */
function olderTypes(exports) {
  const subpaths = Object.entries(exports).filter(
    ([name, entry]) => name !== "." && typeof entry !== "string",
  );
  return Object.fromEntries(subpaths.map(([name, { types }]) => [name.slice(2), [types]]));
}

function toCommonJs(path) {
  return path.replace(/\.js$/, ".cjs");
}

function toTypes(path) {
  return path.replace(/\.d\.ts$/, ".d.cts");
}
