import type { Waits } from "@honeyhive/server/maintenance";
import type { Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { formatPlural } from "../output/format.js";
import { quoteWord } from "../output/quote-word.js";

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

/** Says on stderr how far a command has come. */
export function progressOf(io: CliIo): (table: string, rows: number) => void {
  return (table, rows) => io.stderr(`${table}: ${formatPlural(rows, "row")}\n`);
}

/** Says on stderr for whom the command waits, and how long at most. */
export function tellOfWaits(io: CliIo): Required<Waits> {
  const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;
  return {
    onLockWait: ({ heldBy, takenOverInMs, givenUpInMs }) =>
      io.stderr(
        `Waiting for ${heldBy}, which brings the tables up to date: until it is done, at most ` +
          `${seconds(givenUpInMs)}. If it has died, this goes on in ${seconds(takenOverInMs)}.\n`,
      ),
    onStoreWait: ({ dataDir, serverPid, givenUpInMs }) =>
      io.stderr(
        `Waiting for the engine of a server that was killed (process ${serverPid}) to let go of ${dataDir}: ` +
          `at most ${seconds(givenUpInMs)}. It mostly takes a moment; press Ctrl-C to stop waiting.\n`,
      ),
  };
}

/** The command that starts a server over a store. */
export function startCommand(store: string): string {
  return store.includes("://")
    ? `honeyhive serve --store ${quoteWord(store)}`
    : `honeyhive dev --data-dir ${quoteWord(store)}`;
}

export function chooseStore({ store }: StoreFlags, { env }: CliIo): string {
  return store || env["HONEYHIVE_STORE"] || env["HONEYHIVE_DATA_DIR"] || ".honeyhive";
}
