import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { toPlainText } from "./plain-text.js";

export interface Document {
  readonly packageName: string;
  /** `<package>/README.md`. */
  readonly source: string;
  readonly text: string;
}

/** Reads the READMEs of installed packages: real text that is on every disk with this repository. */
export function readDocuments(packageNames: readonly string[]): Document[] {
  return packageNames.map((packageName) => {
    const source = `${packageName}/README.md`;
    return { packageName, source, text: toPlainText(readFileSync(findInstalled(source), "utf8")) };
  });
}

function findInstalled(source: string): string {
  const start = fileURLToPath(new URL(".", import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "node_modules", source);
    if (existsSync(path)) return path;
  }
  throw new Error(`Expected node_modules/${source} in a folder above ${start}. Run \`npm ci\`.`);
}
