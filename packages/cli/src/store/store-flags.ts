import type { Command } from "commander";

import type { CliIo } from "../cli-io.js";

export interface StoreFlags {
  readonly store?: string;
  readonly json?: boolean;
}

export function withStoreFlags(command: Command): Command {
  return command
    .option(
      "--store <store>",
      "a data directory, or clickhouse://… (default HONEYHIVE_STORE, HONEYHIVE_DATA_DIR or .honeyhive)",
    )
    .option("--json", "print JSON");
}

export function chooseStore({ store }: StoreFlags, { env }: CliIo): string {
  return store || env["HONEYHIVE_STORE"] || env["HONEYHIVE_DATA_DIR"] || ".honeyhive";
}
