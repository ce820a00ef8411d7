import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** Configurations under the one name that jiti reads; it reads them for each module, until the program ends. */
export class NamedTsconfigs {
  private folder: Promise<string> | undefined;
  private count = 0;

  /** @returns the path, or that of a `tsconfig.json` that extends it */
  async find(path: string): Promise<string> {
    if (basename(path) === "tsconfig.json") return path;
    this.folder ??= makeFolder();
    const own = join(await this.folder, String(++this.count));
    await mkdir(own);
    const named = join(own, "tsconfig.json");
    await writeFile(named, JSON.stringify({ extends: path }));
    return named;
  }
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "honeyhive-eval-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
