import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import type { Attributes } from "@opentelemetry/api";

const statusTimeoutMs = 1000;

/** Branch, commit, repository and whether there are changes, as far as they can be found. Never rejects. */
export async function detectGit(startFolder: string): Promise<Attributes> {
  const gitFolder = await findGitFolder(startFolder);
  if (gitFolder === undefined) return {};
  const commonFolder = await findCommonFolder(gitFolder);
  const head = (await readText(join(gitFolder, "HEAD")))?.trim() ?? "";
  const reference = /^ref: (.+)$/.exec(head)?.[1];
  const [commit, repository, isDirty] = await Promise.all([
    reference === undefined ? head : readReference([gitFolder, commonFolder], reference),
    readRepository(commonFolder),
    hasChanges(startFolder),
  ]);
  return {
    ...(reference === undefined ? {} : { "git.branch": reference.replace(/^refs\/heads\//, "") }),
    ...(/^[0-9a-f]{40,64}$/.test(commit ?? "") ? { "git.commit": commit } : {}),
    ...(repository === undefined ? {} : { "git.repository": repository }),
    ...(isDirty === undefined ? {} : { "git.dirty": isDirty }),
  };
}

/** Without user and password: they are nobody's business. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^@/]*@/i, "$1");
}

/** In work trees and submodules `.git` is a file that names the folder. */
async function findGitFolder(startFolder: string): Promise<string | undefined> {
  for (let folder = resolve(startFolder); ; folder = dirname(folder)) {
    const path = join(folder, ".git");
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() === true) return path;
    if (found !== undefined) {
      const named = /^gitdir: (.+)$/m.exec((await readText(path)) ?? "")?.[1];
      return named === undefined ? undefined : resolve(folder, named.trim());
    }
    if (dirname(folder) === folder) return undefined;
  }
}

async function findCommonFolder(gitFolder: string): Promise<string> {
  const named = (await readText(join(gitFolder, "commondir")))?.trim();
  return named === undefined ? gitFolder : resolve(gitFolder, named);
}

async function readReference(
  folders: readonly string[],
  reference: string,
): Promise<string | undefined> {
  for (const folder of folders) {
    const loose = await readText(join(folder, reference));
    if (loose !== undefined) return loose.trim();
    const packed = await readText(join(folder, "packed-refs"));
    const line = packed?.split("\n").find((text) => text.endsWith(` ${reference}`));
    if (line !== undefined) return line.split(" ")[0];
  }
  return undefined;
}

async function readRepository(commonFolder: string): Promise<string | undefined> {
  const config = (await readText(join(commonFolder, "config"))) ?? "";
  const origin = /\[remote "origin"\]([^[]*)/.exec(config)?.[1] ?? "";
  const url = /^\s*url\s*=\s*(.+)$/m.exec(origin)?.[1]?.trim();
  return url === undefined ? undefined : withoutCredentials(url);
}

/** Undefined where git is missing or takes too long. */
function hasChanges(folder: string): Promise<boolean | undefined> {
  // Loaded here: most servers run outside of any repository.
  const { execFile } = process.getBuiltinModule("node:child_process");
  return new Promise((settle) => {
    const child = execFile(
      "git",
      ["--no-optional-locks", "status", "--porcelain", "--untracked-files=no"],
      { cwd: folder, timeout: statusTimeoutMs, windowsHide: true },
      (error, stdout) => settle(error === null ? stdout.trim() !== "" : undefined),
    );
    child.on("error", () => settle(undefined));
  });
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
