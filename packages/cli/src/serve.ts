import type { Command } from "commander";

import { CliError, exitCodes } from "./cli-error.js";
import type { CliIo } from "./cli-io.js";
import { runServer } from "./run-server.js";
import { addStartFlags, type StartFlags } from "./start-flags.js";

interface ServeFlags extends StartFlags {
  readonly store?: string;
}

/** `honeyhive serve`: one of any number of servers over a ClickHouse. */
export function addServeCommand(program: Command, io: CliIo): void {
  const command = program
    .command("serve")
    .description("Start a server over a ClickHouse server or cluster.")
    .option(
      "--store <address>",
      "clickhouse://user:password@host:8123/database (default HONEYHIVE_STORE, which process lists do not show)",
    );
  const dataDirText =
    "where the first key is kept, unless HONEYHIVE_API_KEY gives one (default .honeyhive)";
  addStartFlags(command, dataDirText).action((flags: ServeFlags) =>
    runServer({ ...flags, portFallback: false }, io, ({ store }) => {
      if (store === undefined || store === "") throw withoutStore();
    }),
  );
}

function withoutStore(): CliError {
  return new CliError(
    "Expected --store clickhouse://… or HONEYHIVE_STORE, got neither. To keep everything in a directory, use `honeyhive dev`.",
    exitCodes.usage,
  );
}
