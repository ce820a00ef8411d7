import type { Command } from "commander";

import { askServer, findServer, withServerFlags, type ServerFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { runsOfJournals } from "./local-runs.js";
import { runsOfServer, type RunsSource } from "./runs-source.js";

export interface RunsFlags extends ServerFlags {
  /** `--no-server` makes it false. */
  readonly server: boolean;
  /** Where journals are. */
  readonly journal?: string;
}

export function withRunsFlags(command: Command): Command {
  return withJournalFlags(withServerFlags(command));
}

/** Where runs are that no server knows. */
export function withJournalFlags(command: Command): Command {
  return command
    .option("--no-server", "the runs of journals instead, as where there is no key")
    .option("--journal <folder>", "where journals are (default .honeyhive/journal)");
}

/** Runs without a server are in journals alone, so those are what is asked without one. */
export async function askRuns<Answer>(
  flags: RunsFlags,
  io: CliIo,
  question: (source: RunsSource) => Promise<Answer>,
): Promise<Answer> {
  const mayAsk = flags.server && flags.journal === undefined;
  const hasServer = flags.url !== undefined || (await findServer(flags, io)).apiKey !== undefined;
  if (mayAsk && hasServer) return askServer(flags, io, (call) => question(runsOfServer(call)));
  if (mayAsk) {
    io.stderr("Runs of this folder's journals; with HH_API_KEY or --api-key, those of a server.\n");
  }
  return question(runsOfJournals(flags.journal));
}
