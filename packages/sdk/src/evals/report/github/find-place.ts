/** In the words of GitHub's commands. Columns are left out: transpilers move them, and GitHub shows lines. */
export interface Place {
  readonly file: string;
  readonly line?: string;
}

/** The first place in the workspace, such as `src/answer.ts:3:17` or a file; of others GitHub has no code to show. */
export function findPlace(
  places: readonly (string | undefined)[],
  workspace: string | undefined,
): Place | undefined {
  const folder = resolveLinks(workspace ?? process.cwd());
  for (const place of places) {
    const found = place === undefined ? undefined : placeIn(folder, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function placeIn(folder: string, place: string): Place | undefined {
  const [, path = place, line] = /^(.+?)(?::(\d+)(?::\d+)?)?$/s.exec(place) ?? [];
  const paths = process.getBuiltinModule("node:path");
  const file = paths.relative(folder, resolveLinks(paths.resolve(path)));
  if (file === "" || /^\.\.(?:[/\\]|$)/.test(file) || paths.isAbsolute(file)) return undefined;
  return {
    file: file.replaceAll(paths.sep, "/"),
    ...(line === undefined ? {} : { line }),
  };
}

/** Stacks have the real paths of files. */
function resolveLinks(path: string): string {
  try {
    return process.getBuiltinModule("node:fs").realpathSync(path);
  } catch {
    // Not there: what it is called is all that is known.
    return path;
  }
}
