import type { BackupTable, RestoredTable } from "@honeyhive/server/maintenance";
import type { Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { formatBytes, formatCount } from "../output/format.js";
import { printLines } from "../output/print-lines.js";
import { quoteWord } from "../output/quote-word.js";
import { tableLines, type Column } from "../output/table.js";
import {
  chooseStore,
  progressOf,
  startCommand,
  tellOfWaits,
  withStoreFlags,
  type StoreFlags,
} from "./store-flags.js";

/** `honeyhive store backup <target>` and `honeyhive store restore <source>`. */
export function addBackupCommands(store: Command, io: CliIo): void {
  const onProgress = progressOf(io);
  withStoreFlags(
    store
      .command("backup <target>")
      .description(
        "Write everything into a new directory. Servers over ClickHouse may go on; stop that of a data directory.",
      ),
  )
    .addHelpText("after", backupExamples)
    .action(async (target: string, flags: StoreFlags) => {
      const { backUpStore, redactStoreUrl } = await import("@honeyhive/server/maintenance");
      const from = chooseStore(flags, io);
      const manifest = await backUpStore({
        store: from,
        target,
        onProgress,
        ...tellOfWaits(io),
      });
      if (flags.json === true) return io.stdout(`${JSON.stringify(manifest)}\n`);
      printLines(io, [
        `Backed up ${redactStoreUrl(from)} to ${target}: version ${manifest.schemaVersion} of the tables.`,
        "",
        ...tableLines(backupColumns, manifest.tables, io.tableWidth),
      ]);
      return io.stderr(
        `Bring it back: honeyhive store restore ${quoteWord(target)} --store <an empty store>\n`,
      );
    });
  withStoreFlags(
    store
      .command("restore <source>")
      .description("Make a store of a backup, and compare both. Stop the store's servers first.")
      .option("--force", "replace what the store has"),
  )
    .addHelpText("after", restoreExamples)
    .action(async (source: string, flags: StoreFlags & { readonly force?: boolean }) => {
      const { redactStoreUrl, restoreStore } = await import("@honeyhive/server/maintenance");
      const { force, json } = flags;
      const to = chooseStore(flags, io);
      const restored = await restoreStore({
        source,
        store: to,
        force,
        onProgress,
        ...tellOfWaits(io),
      });
      if (json === true) return io.stdout(`${JSON.stringify(restored)}\n`);
      const name = redactStoreUrl(to);
      const { schemaVersion, tables } = restored;
      printLines(io, [
        `Restored ${source} to ${name}, and compared both: equal. Version ${schemaVersion} of the tables.`,
        "",
        ...tableLines(restoredColumns, tables, io.tableWidth),
      ]);
      return io.stderr(`Start a server over it: ${startCommand(name)}\n`);
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

const backupColumns: readonly Column<BackupTable>[] = [
  { title: "TABLE", cell: ({ name }) => name },
  { title: "ROWS", align: "right", cell: ({ rows }) => formatCount(rows) },
  { title: "OF DELETED", align: "right", cell: ({ deleted }) => formatCount(deleted) },
  { title: "SIZE", align: "right", cell: ({ bytes }) => formatBytes(bytes) },
];

const restoredColumns: readonly Column<RestoredTable>[] = [
  { title: "TABLE", cell: ({ name }) => name },
  { title: "ROWS", align: "right", cell: ({ rows }) => formatCount(rows) },
  { title: "OF DELETED", align: "right", cell: ({ deleted }) => formatCount(deleted) },
  { title: "TOO OLD TO KEEP", align: "right", cell: ({ expired }) => formatCount(expired) },
];
