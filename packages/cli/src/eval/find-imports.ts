import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

const importPattern =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(?:"(\.{1,2}\/[^"\n]+)"|'(\.{1,2}\/[^'\n]+)')/g;
const dataPattern = /["'`]([^"'`\n]+\.(?:csv|tsv|jsonl|ndjson|json))["'`]/g;
const endings = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".tsx", ".json"];

/**
 * A file, what it imports by relative paths, and what those import; and the data files that they name. Read from the
 * text, so that nothing runs: a path that a program puts together is not seen.
 */
export async function findImports(entry: string, cwd: string): Promise<Set<string>> {
  const found = new Set([entry]);
  for (const path of found) {
    if (!/\.[cm]?[jt]sx?$/.test(path)) continue;
    const text = await readFile(path, "utf8").catch(() => "");
    const imported = [...text.matchAll(importPattern)].map(([, double, single]) =>
      findModule(resolve(dirname(path), double ?? single ?? "")),
    );
    const named = [...text.matchAll(dataPattern)].flatMap(([, name = ""]) => [
      findFile([resolve(cwd, name)]),
      findFile([resolve(dirname(path), name)]),
    ]);
    for (const file of await Promise.all([...imported, ...named])) {
      if (file !== undefined) found.add(file);
    }
  }
  return found;
}

/** `./x.js` may be `./x.ts`, and `./x` anything. */
function findModule(path: string): Promise<string | undefined> {
  const source = path.replace(/\.([cm]?)js$/, ".$1ts");
  return findFile([source, ...endings.map((ending) => path + ending), resolve(path, "index.ts")]);
}

async function findFile(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    const stats = await stat(candidate).catch(() => undefined);
    if (stats?.isFile() === true) return candidate;
  }
  return undefined;
}
