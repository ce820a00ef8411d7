import { dirname, resolve } from "node:path";

import type { TsConfigResult } from "get-tsconfig";

/**
 * The `tsconfig.json` above a file. Where that has no files of its own, the first project that it refers to and that has
 * the file; else the first that has `paths`, such as for evaluations beside the `src` that the projects are about.
 *
 * @throws what `get-tsconfig` says is wrong with it
 */
export async function findTsconfig(path: string): Promise<TsConfigResult | undefined> {
  const { createFilesMatcher, getTsconfig, parseTsconfig } = await import("get-tsconfig");
  const found = getTsconfig(path);
  if (found === null) return undefined;
  const { files, include, references = [] } = found.config;
  if (files?.length !== 0 || include !== undefined) return found;
  const projects = references.map((reference): TsConfigResult => {
    const named = resolve(dirname(found.path), reference.path);
    const file = named.endsWith(".json") ? named : resolve(named, "tsconfig.json");
    return { path: file, config: parseTsconfig(file) };
  });
  return (
    projects.find((project) => createFilesMatcher(project)(path) !== undefined) ??
    projects.find(({ config }) => config.compilerOptions?.paths !== undefined) ??
    found
  );
}
