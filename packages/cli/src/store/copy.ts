import type { CopiedTable } from "@honeyhive/server";
import type { Command } from "commander";

import { CliError } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";

interface CopyFlags {
  readonly from: string;
  readonly to: string;
  readonly intoExisting?: boolean;
  readonly json?: boolean;
}

/** `honeyhive store copy` */
export function addCopyCommand(store: Command, io: CliIo): void {
  store
    .command("copy")
    .description(
      "Copy everything to another store and compare both. Stop the servers of both first.",
    )
    .requiredOption("--from <store>", "a data directory, or clickhouse://…")
    .requiredOption("--to <store>", "an empty one: clickhouse://…, or a data directory")
    .option("--into-existing", "go on with a copy that was cut short")
    .option("--json", "print JSON")
    .action((flags: CopyFlags) => copy(flags, io));
}

async function copy({ json, ...options }: CopyFlags, io: CliIo): Promise<void> {
  const { copyStore } = await import("@honeyhive/server");
  const onProgress = (table: string, rows: number): void => io.stderr(`${table}: ${rows} rows\n`);
  const copied = await copyStore({ ...options, onProgress });
  io.stdout(json === true ? `${JSON.stringify(copied)}\n` : copied.map(describe).join(""));
  const unequal = copied.filter(({ isEqual }) => !isEqual);
  if (unequal.length === 0) return;
  throw new CliError(
    `Expected both stores to have the same content, but ${unequal.map(({ name }) => name).join(", ")} differ. ` +
      "Something wrote to one of them meanwhile, or the target had other rows. Stop the servers and copy to an empty database.",
  );
}

function describe({ name, source, target, isEqual }: CopiedTable): string {
  const counts = `${source.rows} rows, ${source.deleted} deleted`;
  const verdict = isEqual
    ? `equal, checksum ${source.checksum}`
    : `got ${target.rows} rows, ${target.deleted} deleted, checksum ${target.checksum} instead of ${source.checksum}`;
  return `${name}\t${counts}\t${verdict}\n`;
}
