import { Command, CommanderError } from "commander";

import { addDatasetsCommand } from "./datasets/add-datasets-command.js";
import { addDevCommand } from "./dev.js";
import { addEvalCommand } from "./eval.js";
import { addRunsCommand } from "./runs.js";
import { addServeCommand } from "./serve.js";
import { CliError, exitCodes } from "./cli-error.js";

/** What a command may touch. Data goes to `stdout`, talk to `stderr`. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Resolves when the user or the system asks the program to stop. */
  readonly untilInterrupted: () => Promise<void>;
}

/** Runs one command line and gives the exit code; never throws and never exits. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const program = new Command("honeyhive")
    .description("Trace, evaluate and look at LLM applications.")
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
  addDevCommand(program, io);
  addServeCommand(program, io);
  addEvalCommand(program, io);
  addRunsCommand(program, io);
  addDatasetsCommand(program, io);
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
    const message = error instanceof Error ? error.message : String(error);
    // A command that has said everything ends with a code alone.
    if (message !== "") io.stderr(`${message}\n`);
    return error instanceof CliError ? error.exitCode : exitCodes.failed;
  }
}
