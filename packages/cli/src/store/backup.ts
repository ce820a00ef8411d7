import type { BackupManifest, RestoredStore } from "@honeyhive/server";
import type { Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { chooseStore, withStoreFlags, type StoreFlags } from "./store-flags.js";

/** `honeyhive store backup <target>` and `honeyhive store restore <source>`. */
export function addBackupCommands(store: Command, io: CliIo): void {
  const onProgress = (table: string, rows: number): void => io.stderr(`${table}: ${rows} rows\n`);
  withStoreFlags(
    store
      .command("backup <target>")
      .description(
        "Write everything into a new directory. Servers over ClickHouse may go on; stop that of a data directory.",
      ),
  )
    .addHelpText("after", backupExamples)
    .action(async (target: string, flags: StoreFlags) => {
      const { backUpStore } = await import("@honeyhive/server");
      const manifest = await backUpStore({ store: chooseStore(flags, io), target, onProgress });
      io.stdout(flags.json === true ? `${JSON.stringify(manifest)}\n` : describeBackup(manifest));
    });
  withStoreFlags(
    store
      .command("restore <source>")
      .description("Make a store of a backup, and compare both. Stop the store's servers first.")
      .option("--force", "replace what the store has"),
  )
    .addHelpText("after", restoreExamples)
    .action(async (source: string, flags: StoreFlags & { readonly force?: boolean }) => {
      const { restoreStore } = await import("@honeyhive/server");
      const { force } = flags;
      const restored = await restoreStore({
        source,
        store: chooseStore(flags, io),
        force,
        onProgress,
      });
      io.stdout(flags.json === true ? `${JSON.stringify(restored)}\n` : describeRestored(restored));
    });
}

const backupExamples = `
Examples:
  honeyhive store backup backups/monday                    # of .honeyhive
  honeyhive store backup backups/monday --store clickhouse://db:8123/honeyhive`;

const restoreExamples = `
Examples:
  honeyhive store restore backups/monday --store restored  # then: honeyhive dev --data-dir restored
  honeyhive store restore backups/monday --store clickhouse://db:8123/restored
  honeyhive store restore backups/monday --force           # .honeyhive becomes what it was on Monday`;

function describeBackup({ schemaVersion, tables }: BackupManifest): string {
  const lines = tables.map(({ name, rows, deleted, bytes }) =>
    toLine([name, `${rows} rows`, `${deleted} of them deleted`, `${bytes} bytes`]),
  );
  return `${lines.join("")}${toLine([`version ${schemaVersion} of the tables`])}`;
}

function describeRestored({ tables, schemaVersion }: RestoredStore): string {
  const lines = tables.map(({ name, rows, deleted, expired }) =>
    toLine([
      name,
      `${rows} rows`,
      `${deleted} of them deleted`,
      `${expired} left out, their retention is over`,
      "equal",
    ]),
  );
  return `${lines.join("")}${toLine([`version ${schemaVersion} of the tables`])}`;
}

function toLine(cells: readonly string[]): string {
  return `${cells.join("\t")}\n`;
}
