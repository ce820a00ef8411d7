import type { Command } from "commander";

import type { CliIo } from "./cli-io.js";
import { runServer } from "./run-server.js";
import { addStartFlags, type StartFlags } from "./start-flags.js";

/** `honeyhive dev`: the server on this machine, until Ctrl-C. */
export function addDevCommand(program: Command, io: CliIo): void {
  const command = program.command("dev").description("Start the local server and UI.");
  addStartFlags(command, "where everything is kept (default .honeyhive)").action(
    (flags: StartFlags) => runServer(flags, io),
  );
}
