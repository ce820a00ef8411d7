import type { StoreStatus } from "@honeyhive/server";
import type { Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { chooseStore, withStoreFlags, type StoreFlags } from "./store-flags.js";

/** `honeyhive store status` */
export function addStatusCommand(store: Command, io: CliIo): void {
  withStoreFlags(
    store.command("status").description("Version, rows and size of the tables, and damaged parts."),
  ).action(async (flags: StoreFlags) => {
    const { describeStore } = await import("@honeyhive/server");
    const status = await describeStore(chooseStore(flags, io));
    io.stdout(flags.json === true ? `${JSON.stringify(status)}\n` : render(status));
  });
}

function render(status: StoreStatus): string {
  const { store, engine, shards, schemaVersion, latestVersion, tables } = status;
  const version =
    schemaVersion === latestVersion
      ? `version ${schemaVersion}, up to date`
      : `version ${schemaVersion} of ${latestVersion}; \`honeyhive store migrate\` brings it up to date`;
  const damaged = tables.filter(({ detachedParts }) => detachedParts > 0);
  const lines = [
    [store, engine, `${shards} ${shards === 1 ? "shard" : "shards"}`],
    [version],
    ...tables.map(({ name, rows, bytes, parts }) => [
      name,
      `${rows} rows`,
      `${bytes} bytes`,
      `${parts} parts`,
    ]),
    ...damaged.map(({ name, detachedParts }) => [
      `${name}: ${detachedParts} parts were put aside and are in no answer; see system.detached_parts`,
    ]),
  ];
  return lines.map((cells) => `${cells.join("\t")}\n`).join("");
}
