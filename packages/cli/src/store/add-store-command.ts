import type { Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { addBackupCommands } from "./backup.js";
import { addCopyCommand } from "./copy.js";
import { addMigrateCommand } from "./migrate.js";
import { addProjectCommands } from "./project.js";
import { addStatusCommand } from "./status.js";

/** `honeyhive store …`: looks after what servers keep, without a server. */
export function addStoreCommand(program: Command, io: CliIo): void {
  const store = program.command("store").description("Look after the tables of a server.");
  addStatusCommand(store, io);
  addMigrateCommand(store, io);
  addCopyCommand(store, io);
  addBackupCommands(store, io);
  addProjectCommands(store, io);
}
