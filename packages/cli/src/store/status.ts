import type { StoreStatus } from "@honeyhive/server/maintenance";
import type { Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { formatBytes, formatCount } from "../output/format.js";
import { printAnswer } from "../output/print-answer.js";
import { tableLines, type Column } from "../output/table.js";
import { chooseStore, tellOfWaits, withStoreFlags, type StoreFlags } from "./store-flags.js";

/** `honeyhive store status` */
export function addStatusCommand(store: Command, io: CliIo): void {
  withStoreFlags(
    store.command("status").description("Version, rows and size of the tables, and damaged parts."),
  ).action(async (flags: StoreFlags) => {
    const { describeStore } = await import("@honeyhive/server/maintenance");
    const status = await describeStore(chooseStore(flags, io), tellOfWaits(io));
    printAnswer(flags, io, status, () => describe(status, io.tableWidth));
  });
}

function describe(status: StoreStatus, width: number | undefined): string[] {
  const { store, engine, shards, schemaVersion, latestVersion, unfinished, textIndexes, tables } =
    status;
  const version =
    schemaVersion === latestVersion
      ? `version ${schemaVersion}, up to date`
      : `version ${schemaVersion} of ${latestVersion}; \`honeyhive store migrate\` brings it up to date`;
  const damaged = tables.filter(({ detachedParts }) => detachedParts > 0);
  return [
    `${store}: ${engine}, ${shards} ${shards === 1 ? "shard" : "shards"}`,
    version,
    ...(unfinished === undefined
      ? []
      : [`\`honeyhive store ${unfinished}\` has not filled it to the end: rows are missing`]),
    ...Object.entries(textIndexes).flatMap(([column, where]) => sayIndexed(column, where)),
    "",
    ...tableLines(columns, tables, width),
    ...damaged.map(
      ({ name, detachedParts }) =>
        `${name}: ${detachedParts} parts were put aside and are in no answer; see system.detached_parts`,
    ),
  ];
}

function sayIndexed(column: string, where: string): string[] {
  if (where === "nowhere") return [];
  const isWhole = where === "everywhere";
  const advice = " on some nodes only; starting a server with `textIndex` completes it";
  return [`the words of ${column} have an index${isWhole ? "" : advice}`];
}

const columns: readonly Column<StoreStatus["tables"][number]>[] = [
  { title: "TABLE", cell: ({ name }) => name },
  { title: "ROWS", align: "right", cell: ({ rows }) => formatCount(rows) },
  { title: "SIZE", align: "right", cell: ({ bytes }) => formatBytes(bytes) },
  { title: "PARTS", align: "right", cell: ({ parts }) => formatCount(parts) },
];
