import type { Command } from "commander";

import type { CliIo } from "./main.js";
import { runServer } from "./run-server.js";
import { addServerFlags, type ServerFlags } from "./server-flags.js";

/** `honeyhive dev`: the server on this machine, until Ctrl-C. */
export function addDevCommand(program: Command, io: CliIo): void {
  const command = program.command("dev").description("Start the local server and UI.");
  addServerFlags(command, "where everything is kept (default .honeyhive)").action(
    (flags: ServerFlags) => runServer(flags, io),
  );
}
