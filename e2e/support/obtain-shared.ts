import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";

import { inject } from "vitest";

/**
 * A folder that is filled once for all files of a run. Where two files need it at the same moment each fills one, and the
 * first that is whole is kept.
 */
export async function obtainShared(
  name: string,
  fill: (directory: string) => Promise<void>,
): Promise<string> {
  const path = join(inject("sharedDirectory"), name);
  if (existsSync(path)) return path;
  const own = `${path}-${randomUUID()}`;
  await mkdir(own);
  await fill(own);
  await rename(own, path).catch((error: unknown) => {
    if (!existsSync(path)) throw error;
  });
  return path;
}
