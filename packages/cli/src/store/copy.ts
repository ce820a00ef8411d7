import type { CopiedTable } from "@honeyhive/server/maintenance";
import type { Command } from "commander";

import { CliError } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { formatCount } from "../output/format.js";
import { printLines } from "../output/print-lines.js";
import { tableLines, type Column } from "../output/table.js";
import { progressOf, startCommand, tellOfWaits } from "./store-flags.js";

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
  const { copyStore, redactStoreUrl } = await import("@honeyhive/server/maintenance");
  const copied = await copyStore({
    ...options,
    onProgress: progressOf(io),
    ...tellOfWaits(io),
  });
  const [from, to] = [redactStoreUrl(options.from), redactStoreUrl(options.to)];
  if (json === true) io.stdout(`${JSON.stringify(copied)}\n`);
  else
    printLines(io, [`Copied ${from} to ${to}.`, "", ...tableLines(columns, copied, io.tableWidth)]);
  const unequal = copied.filter(({ isEqual }) => !isEqual);
  if (unequal.length === 0) {
    return json === true ? undefined : io.stderr(`Start a server over it: ${startCommand(to)}\n`);
  }
  throw new CliError(
    `Expected both stores to have the same content, but ${unequal.map(({ name }) => name).join(", ")} differ. ` +
      "Something wrote to one of them meanwhile, or the target had other rows. Stop the servers and copy to an empty database.",
  );
}

const columns: readonly Column<CopiedTable>[] = [
  { title: "TABLE", cell: ({ name }) => name },
  { title: "ROWS", align: "right", cell: ({ source }) => formatCount(source.rows) },
  { title: "OF DELETED", align: "right", cell: ({ source }) => formatCount(source.deleted) },
  { title: "CHECKSUM", cell: ({ source }) => source.checksum },
  { title: "COPY", cell: describeCopy },
];

function describeCopy({ target, isEqual }: CopiedTable): string {
  if (isEqual) return "equal";
  const { rows, deleted, checksum } = target;
  return `${formatCount(rows)} rows, ${formatCount(deleted)} of deleted, ${checksum}`;
}
