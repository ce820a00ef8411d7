import { relative } from "node:path";

import type { LoadedEvaluation } from "./load-evaluations.js";

/** For each name that several evaluations have, what to do about it: nothing could tell their runs apart. */
export function describeNamesakes(loaded: readonly LoadedEvaluation[], cwd: string): string[] {
  const paths = new Map<string, string[]>();
  for (const { path, definition } of loaded) {
    const { name = "" } = definition;
    paths.set(name, [...(paths.get(name) ?? []), relative(cwd, path)]);
  }
  return [...paths].flatMap(([name, files]) =>
    files.length === 1
      ? []
      : [
          `${files.length} evaluations are called "${name}" (${[...new Set(files)].join(", ")}): ` +
            "baselines and commands find runs by name. Give each a `name` of its own.",
        ],
  );
}
