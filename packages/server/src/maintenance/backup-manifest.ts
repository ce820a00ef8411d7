import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { StoreError } from "../store/store-error.js";

export const manifestFile = "manifest.json";

/** One table of a backup: a file of rows as newline-delimited JSON, compressed. */
const backupTableSchema = z.object({
  name: z.string().regex(/^\w+$/),
  file: z.string().regex(/^[\w.-]+$/),
  /** Columns of the rows; what else a line has is about the line. */
  columns: z.array(z.string().regex(/^\w+$/)).min(1),
  /** Each of its own; versions that were replaced are left out. */
  rows: z.number().int().nonnegative(),
  /** Of them, those that say that something was deleted. */
  deleted: z.number().int().nonnegative(),
  /** Of the file as it is. */
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const manifestSchema = z.object({
  format: z.literal("honeyhive-backup"),
  formatVersion: z.literal(1),
  /** Of the server that made it. */
  serverVersion: z.string(),
  schemaVersion: z.number().int().positive(),
  startedAt: z.string(),
  completedAt: z.string(),
  tables: z.array(backupTableSchema).min(1),
});

export type BackupTable = Readonly<z.infer<typeof backupTableSchema>>;
export type BackupManifest = Readonly<z.infer<typeof manifestSchema>>;

export async function readManifest(directory: string): Promise<BackupManifest> {
  const path = join(directory, manifestFile);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new StoreError(
      "BACKUP_INVALID",
      `Expected a backup with a \`${manifestFile}\` in \`${directory}\`, got none that can be read. ` +
        "Name the directory that `honeyhive store backup` wrote; one that was cut short has no manifest.",
      { cause },
    );
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StoreError(
      "BACKUP_INVALID",
      `Expected \`${path}\` to be the manifest of a backup of format 1, got something else. ` +
        "Use the version of honeyhive that made it, or another backup.",
      { cause },
    );
  }
}
