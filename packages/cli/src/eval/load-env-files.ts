import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

import { CliError, exitCodes } from "../cli-error.js";

/**
 * Sets the variables of files such as `.env`, as `node --env-file` does: what is set already stays, and of two files the
 * later one counts.
 */
export function loadEnvFiles(
  paths: readonly string[],
  env: Record<string, string | undefined>,
): void {
  const values = Object.assign({}, ...paths.map(readEnvFile)) as Record<string, string>;
  for (const [name, value] of Object.entries(values)) env[name] ??= value;
}

function readEnvFile(path: string): NodeJS.Dict<string> {
  try {
    // A mark of the byte order, as editors of Windows write it, is no part of the first name.
    return parseEnv(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `Expected --env-file to name a file of lines such as NAME=value, got \`${path}\` (${reason}).`,
      exitCodes.usage,
    );
  }
}
