/**
 * Makes a folder and those that it is in, unless they are there. Node's own `recursive` never ends where the system says
 * of a folder that is there that it is not, as `/proc` does.
 *
 * @throws the system's error
 */
export function makeFolder(path: string, mode = 0o777): void {
  const { existsSync, mkdirSync } = process.getBuiltinModule("node:fs");
  const paths = process.getBuiltinModule("node:path");
  if (existsSync(path)) return;
  const parent = paths.dirname(path);
  if (parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    if (!isThere) throw error;
  }
}
