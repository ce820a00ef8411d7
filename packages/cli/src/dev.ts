import type { Command } from "commander";

import type { CliIo } from "./main.js";
import { parsePort, runServer } from "./run-server.js";

interface DevOptions {
  readonly port?: number;
  readonly host?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** `honeyhive dev`: the server on this machine, until Ctrl-C. */
export function addDevCommand(program: Command, io: CliIo): void {
  program
    .command("dev")
    .description("Start the local server and UI.")
    .option("-p, --port <port>", "port to listen on (default 4747, or a free one)", parsePort)
    .option("--host <host>", "address to listen on (default 127.0.0.1)")
    .option("--data-dir <directory>", "where everything is kept (default .honeyhive)")
    .option("--json", "print where the server is as one line of JSON")
    .action(({ json, ...options }: DevOptions) => {
      // A port that was asked for is taken or refused; only the default one may be another.
      const portFallback = options.port === undefined;
      return runServer({ ...options, portFallback }, { json }, io);
    });
}
