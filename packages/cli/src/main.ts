import { manyLines } from "@honeyhive/contract";
import { Command, CommanderError } from "commander";

import { addDatasetsCommand } from "./datasets/add-datasets-command.js";
import { addDevCommand } from "./dev.js";
import { addDoctorCommand } from "./doctor/add-doctor-command.js";
import { addEvalCommand } from "./eval/add-eval-command.js";
import { addExportCommand } from "./events/add-export-command.js";
import { addKeysCommand } from "./keys/add-keys-command.js";
import { addMcpCommand } from "./mcp/add-mcp-command.js";
import { addRunsCommand } from "./runs/add-runs-command.js";
import { addServeCommand } from "./serve.js";
import { addSessionsCommand } from "./sessions/add-sessions-command.js";
import { addStoreCommand } from "./store/add-store-command.js";
import type { CliIo } from "./cli-io.js";
import { CliError, exitCodes, withHelp } from "./cli-error.js";
import { helpExamples } from "./help-examples.js";
import { version } from "./version.js";

/** Runs one command line and gives the exit code; never throws and never exits. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const program = new Command("honeyhive")
    .description("Trace, evaluate and look at LLM applications.")
    .version(version, "-v, --version", "print the version of the command")
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
  addDevCommand(program, io);
  addServeCommand(program, io);
  addStoreCommand(program, io);
  addEvalCommand(program, io);
  addRunsCommand(program, io);
  addSessionsCommand(program, io);
  addDatasetsCommand(program, io);
  addExportCommand(program, io);
  addMcpCommand(program, io);
  addDoctorCommand(program, io);
  addKeysCommand(program, io);
  nameHelp(program);
  let running = program.name();
  program.hook("preAction", (_, command) => void (running = pathOf(command)));
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
    const message = error instanceof Error ? error.message : String(error);
    // A command that has said everything ends with a code alone.
    if (message !== "") io.stderr(`${manyLines(withHelp(message, running))}\n`);
    return exitCodeOf(error);
  }
}

/** What cannot be meant is wrong wherever it was said: on the command line, in a variable or in a file. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isMeaningless = code === "CONFIGURATION_INVALID" || code === "STORE_URL_INVALID";
  return isMeaningless ? exitCodes.usage : exitCodes.failed;
}

/** Wrong command lines end with the command that helps, and every help with examples. */
function nameHelp(command: Command): void {
  const path = pathOf(command);
  command.showHelpAfterError(`See ${path} --help`);
  const examples = helpExamples[path];
  if (examples !== undefined) {
    const lines = examples.map((example) => `  $ ${example}\n`);
    command.addHelpText("after", `\nExamples:\n${lines.join("")}`);
  }
  for (const child of command.commands) nameHelp(child);
}

/** `honeyhive datasets push`. */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}
