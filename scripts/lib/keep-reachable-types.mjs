import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Relative modules in declarations, which `tsc` writes with double quotes: `from "./a.js"`, `import("./a.js")`. */
const importPattern = /(?:\bfrom |\bimport\(|\bimport )"(\.[^"]+)"/g;

/**
 * Removes the declarations, and their maps, that no entry leads to: nobody can import them.
 *
 * @param {string} folder of declarations
 * @param {readonly string[]} entries their paths
 */
export async function keepReachableTypes(folder, entries) {
  const reached = new Set(entries.map((entry) => resolve(entry)));
  for (const path of reached) {
    const text = await readFile(path, "utf8");
    for (const [, name] of text.matchAll(importPattern)) {
      reached.add(resolve(dirname(path), name.replace(/\.([cm]?)js$/, ".d.$1ts")));
    }
  }
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(resolve(folder), name);
    const isUnreached = /\.d\.ts(\.map)?$/.test(name) && !reached.has(path.replace(/\.map$/, ""));
    if (isUnreached) await rm(path);
  }
}
