import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { CliError, exitCodes } from "./cli-error.js";

const pattern = /\.eval\.[cm]?[jt]s$/;
const skipped = new Set(["node_modules", "dist"]);

/** The files that were named, and the `*.eval.ts` in the folders that were: by default in this one. Sorted. */
export async function findEvalFiles(names: readonly string[], cwd: string): Promise<string[]> {
  const given = names.length === 0 ? ["."] : names;
  const found = await Promise.all(given.map((name) => find(resolve(cwd, name), name)));
  const files = [...new Set(found.flat())].toSorted();
  if (files.length > 0) return files;
  throw new CliError(
    `Expected files that end in .eval.ts in ${given.join(", ")}, found none. ` +
      "Name one: honeyhive eval path/to/support.eval.ts",
    exitCodes.usage,
  );
}

async function find(path: string, name: string): Promise<string[]> {
  const stats = await stat(path).catch(() => {
    throw new CliError(`Expected a file or folder, but there is no ${name}.`, exitCodes.usage);
  });
  return stats.isDirectory() ? walk(path) : [path];
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      if (entry.isDirectory() && !skipped.has(entry.name) && !entry.name.startsWith(".")) {
        return walk(join(folder, entry.name));
      }
      return entry.isFile() && pattern.test(entry.name) ? [join(folder, entry.name)] : [];
    }),
  );
  return found.flat();
}
