import { readFile, stat } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { dirname, resolve, sep } from "node:path";

import { findTsconfig } from "./find-tsconfig.js";

const comment = String.raw`(?:/\*[^*]*\*/\s*)?`;
const importPattern = new RegExp(
  String.raw`(?:\bfrom\s*|\bimport\s*\(?\s*${comment}|\brequire\s*\(\s*)(["'\`])([^"'\`\n$]+)\1`,
  "g",
);
/** A name with an ending, which may be that of a dataset or a prompt. */
const fileNamePattern = /["'`]([^"'`\n$]+\.\w{1,8})["'`]/g;
const endings = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".tsx", ".jsx", ".json"];

/**
 * A file, what it imports by relative paths, by the `paths` of its `tsconfig.json`, by `#` names and from packages that
 * are linked into `node_modules`; what those import; and the files that they name, such as datasets. Read from the text,
 * so that nothing runs: a path that a program puts together is not seen.
 */
export async function findImports(entry: string, cwd: string): Promise<Set<string>> {
  const findByPaths = await readPaths(entry);
  const found = new Set([entry]);
  for (const path of found) {
    if (!isCode(path)) continue;
    const text = await readFile(path, "utf8").catch(() => "");
    const imported = [...text.matchAll(importPattern)].map(([, , name = ""]) =>
      /^\.{1,2}\//.test(name)
        ? findModule([resolve(dirname(path), name)])
        : findByName(name, path, findByPaths),
    );
    const named = [...text.matchAll(fileNamePattern)].flatMap(([, name = ""]) => [
      findFile([resolve(cwd, name)]),
      findFile([resolve(dirname(path), name)]),
    ]);
    for (const file of await Promise.all([...imported, ...named])) {
      if (file !== undefined) found.add(file);
    }
  }
  return found;
}

export function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

type PathsMatcher = (name: string) => readonly string[];

/** As evaluations are loaded: by the `tsconfig.json` above the evaluation. */
async function readPaths(entry: string): Promise<PathsMatcher> {
  const { createPathsMatcher } = await import("get-tsconfig");
  try {
    const config = await findTsconfig(entry);
    return (config === undefined ? null : createPathsMatcher(config)) ?? (() => []);
  } catch {
    // Loading the evaluation says what is wrong with it.
    return () => [];
  }
}

/** What is installed does not change. */
async function findByName(
  name: string,
  from: string,
  findByPaths: PathsMatcher,
): Promise<string | undefined> {
  if (isBuiltin(name)) return undefined;
  const byPaths = await findModule(findByPaths(name));
  if (byPaths !== undefined) return byPaths;
  try {
    const path = createRequire(from).resolve(name);
    return path.split(sep).includes("node_modules") ? undefined : path;
  } catch {
    return undefined;
  }
}

/** `./x.js` may be `./x.ts`, and `./x` anything. */
async function findModule(paths: readonly string[]): Promise<string | undefined> {
  return findFile(
    paths.flatMap((path) => [
      path.replace(/\.([cm]?)js$/, ".$1ts"),
      path.replace(/\.jsx?$/, ".tsx"),
      ...endings.map((ending) => path + ending),
      ...["ts", "js"].map((ending) => resolve(path, `index.${ending}`)),
    ]),
  );
}

async function findFile(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    const stats = await stat(candidate).catch(() => undefined);
    if (stats?.isFile() === true) return candidate;
  }
  return undefined;
}
