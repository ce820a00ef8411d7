import type { Command } from "commander";

import { askServer, findServer, withServerFlags, type ServerFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { printAnswer } from "../output/print-answer.js";
import { parseLimit } from "../parse-limit.js";
import { describeComparison, describeRun, describeRuns } from "./describe-runs.js";
import { runsOfJournals } from "./local-runs.js";
import { runsOfServer, type ListedRun, type RunsSource } from "./runs-source.js";

const listHelp = `
Examples:
  $ honeyhive runs list                    the latest runs: id, status, time, cases, name, commit
  $ honeyhive runs list --name support --limit 5
  $ honeyhive runs list --no-server        the runs of this folder's journals
  $ honeyhive runs list --json | jq -r '.[].run_id'
`;

const showHelp = `
Examples:
  $ honeyhive runs show latest             metrics with their denominators, git, environment, configuration
  $ honeyhive runs show support            the latest run of that name
  $ honeyhive runs show 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed --json
`;

const compareHelp = `
Examples:
  $ honeyhive runs compare latest branch:main    what changed since the latest run of a git branch
  $ honeyhive runs compare new-prompt old-prompt
`;

interface RunsFlags extends ServerFlags {
  /** `--no-server` makes it false. */
  readonly server: boolean;
  /** Where journals are. */
  readonly journal?: string;
}

interface ListFlags extends RunsFlags {
  readonly name?: string;
  readonly limit: number;
}

/** `honeyhive runs list`, `show <run>` and `compare <new> <old>`. */
export function addRunsCommand(program: Command, io: CliIo): void {
  const runs = program.command("runs").description("Look at evaluation runs.");
  withRunsFlags(runs.command("list").description("The latest runs."))
    .option("--name <name>", "only runs of this name")
    .option("--limit <count>", "how many", parseLimit, 20)
    .addHelpText("after", listHelp)
    .action(async (flags: ListFlags) => {
      const { name, limit } = flags;
      const found = await askRuns(flags, io, (source) => source.list({ name, limit }));
      printAnswer(flags, io, found, () => describeRuns(found, io.tableWidth));
      io.stderr(found.length === 0 ? sayNoRuns(name) : sayHowToResume(found));
    });
  withRunsFlags(runs.command("show <run>").description("The metrics and origin of a run."))
    .addHelpText("after", showHelp)
    .action(async (reference: string, flags: RunsFlags) => {
      const detail = flags.json === true ? "everything" : "scores";
      const result = await askRuns(flags, io, (source) => source.result(reference, detail));
      printAnswer(flags, io, result, () => describeRun(result, io.tableWidth));
    });
  withRunsFlags(
    runs.command("compare <new-run> <old-run>").description("What changed between two runs."),
  )
    .addHelpText("after", compareHelp)
    .action(async (newRun: string, oldRun: string, flags: RunsFlags) => {
      const comparison = await askRuns(flags, io, (source) => source.compare(newRun, oldRun));
      printAnswer(flags, io, comparison, () => describeComparison(comparison, io.tableWidth));
    });
}

function withRunsFlags(command: Command): Command {
  return withServerFlags(command)
    .option("--no-server", "the runs of journals instead, as where there is no key")
    .option("--journal <folder>", "where journals are (default .honeyhive/journal)");
}

/** Runs without a server are in journals alone, so those are what is asked without one. */
async function askRuns<Answer>(
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

function sayNoRuns(name: string | undefined): string {
  return name === undefined
    ? "No runs yet. Make one: honeyhive eval\n"
    : `No runs named "${name}". See all: honeyhive runs list\n`;
}

/** Of the first run that can be: the others have ids above. */
function sayHowToResume(runs: readonly ListedRun[]): string {
  const run = runs.find(({ resumable }) => (resumable ?? null) !== null);
  if (run === undefined) return "";
  const what =
    run.resumable === "cases" ? "run the cases that are left" : "send what is left of it";
  return `To ${what}: honeyhive eval <its files> --resume ${run.run_id}\n`;
}
