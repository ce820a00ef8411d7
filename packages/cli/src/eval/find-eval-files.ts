import { realpath, stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";

import { glob } from "tinyglobby";

import { CliError, exitCodes } from "../cli-error.js";

const evalFiles = "**/*.eval.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";
const ignore = ["**/node_modules/**", "**/dist/**", "**/.*/**"];

/** Whether a path below the folder of a run is none of the evaluations' own: installed, built or hidden. */
export function isIgnored(path: string): boolean {
  return path.split(sep).some((part) => /^(node_modules|dist|\.[^.].*)$/.test(part));
}

/** Files by name, what patterns match, and the `*.eval.ts` in folders: by default in this one. Sorted. */
export async function findEvalFiles(names: readonly string[], cwd: string): Promise<string[]> {
  const given = names.length === 0 ? ["."] : names;
  const found = await Promise.all(given.map((name) => find(name, cwd)));
  const files = await withoutLinks([...new Set(found.flat())].toSorted(), cwd);
  if (files.length > 0) return files;
  throw new CliError(
    `Expected files that end in .eval.ts in ${given.join(", ")} (in ${cwd}), found none. ` +
      "Name one: honeyhive eval path/to/support.eval.ts",
    exitCodes.usage,
  );
}

/** Each file once, where links lead to it: by its own name, if it is among them. */
async function withoutLinks(paths: readonly string[], cwd: string): Promise<string[]> {
  const root = await realpath(cwd);
  const chosen = new Map<string, string>();
  for (const path of paths) {
    // A link that leads nowhere is loaded, and says so.
    const target = await realpath(path).catch(() => path);
    const isOwnName = target === path || target === resolve(root, relative(cwd, path));
    if (isOwnName || !chosen.has(target)) chosen.set(target, path);
  }
  return [...chosen.values()].toSorted();
}

async function find(name: string, cwd: string): Promise<string[]> {
  const path = resolve(cwd, name);
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() === true) {
    return glob(evalFiles, { cwd: path, ignore, absolute: true });
  }
  if (stats !== undefined) return [path];
  if (/[*?[{]/.test(name)) return glob(name, { cwd, ignore, absolute: true });
  throw new CliError(
    `Expected a file, a folder or a pattern, but there is no ${path}. ` +
      "`honeyhive eval` alone runs every *.eval.ts below this folder.",
    exitCodes.usage,
  );
}
