import type { Command } from "commander";

import { CliError, exitCodes } from "./cli-error.js";
import type { CliIo } from "./main.js";
import { parsePort, runServer } from "./run-server.js";

interface ServeOptions {
  readonly store?: string;
  readonly port?: number;
  readonly host?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** `honeyhive serve`: one of any number of servers over a ClickHouse. */
export function addServeCommand(program: Command, io: CliIo): void {
  program
    .command("serve")
    .description("Start a server over a ClickHouse server or cluster.")
    .option(
      "--store <address>",
      "clickhouse://user:password@host:8123/database (default HONEYHIVE_STORE, which process lists do not show)",
    )
    .option("-p, --port <port>", "port to listen on (default HONEYHIVE_PORT or 4747)", parsePort)
    .option("--host <host>", "address to listen on (default HONEYHIVE_HOST or 127.0.0.1)")
    .option(
      "--data-dir <directory>",
      "where the first key is kept, unless HONEYHIVE_API_KEY gives one (default .honeyhive)",
    )
    .option("--json", "print where the server is as one line of JSON")
    .action(({ json, ...options }: ServeOptions) => {
      const store = options.store ?? io.env["HONEYHIVE_STORE"];
      if (store === undefined || store === "") throw withoutStore();
      return runServer({ ...options, store, portFallback: false }, { json }, io);
    });
}

function withoutStore(): CliError {
  return new CliError(
    "Expected --store clickhouse://… or HONEYHIVE_STORE, got neither. To keep everything in a directory, use `honeyhive dev`.",
    exitCodes.usage,
  );
}
