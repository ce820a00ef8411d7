import { InvalidArgumentError, type Command } from "commander";

import { CliError } from "../cli-error.js";
import { askServer, withServerFlags, type ServerFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { describeComparison, describeRun, describeRuns } from "./describe-runs.js";
import { findRun } from "./find-run.js";

const listHelp = `
Examples:
  $ honeyhive runs list                    the latest runs: id, status, time, cases, name, commit
  $ honeyhive runs list --name support --limit 5
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

interface ListFlags extends ServerFlags {
  readonly name?: string;
  readonly limit: number;
}

/** `honeyhive runs list`, `show <run>` and `compare <new> <old>`. */
export function addRunsCommand(program: Command, io: CliIo): void {
  const runs = program.command("runs").description("Look at evaluation runs.");
  withServerFlags(runs.command("list").description("The latest runs."))
    .option("--name <name>", "only runs of this name")
    .option("--limit <count>", "how many", parseLimit, 20)
    .addHelpText("after", listHelp)
    .action(async (flags: ListFlags) => {
      const { name, limit } = flags;
      const query = { name, limit, sort_by: "created_at", sort_order: "desc" } as const;
      const { evaluations } = await askServer(flags, io, (call) => call("listRuns", { query }));
      print(flags, io, evaluations, describeRuns(evaluations, io.tableWidth));
      if (evaluations.length === 0) io.stderr(sayNoRuns(name));
    });
  withServerFlags(runs.command("show <run>").description("The metrics and origin of a run."))
    .addHelpText("after", showHelp)
    .action(async (reference: string, flags: ServerFlags) => {
      const result = await askServer(flags, io, async (call) =>
        call("getRunResult", { params: { run_id: await findRun(call, reference) } }),
      );
      print(flags, io, result, describeRun(result, io.tableWidth));
    });
  withServerFlags(
    runs.command("compare <new-run> <old-run>").description("What changed between two runs."),
  )
    .addHelpText("after", compareHelp)
    .action(async (newRun: string, oldRun: string, flags: ServerFlags) => {
      const comparison = await askServer(flags, io, async (call) => {
        const [new_run_id, old_run_id] = [await findRun(call, newRun), await findRun(call, oldRun)];
        if (new_run_id === old_run_id) {
          throw new CliError(
            `Expected two runs to compare, got "${newRun}" and "${oldRun}", which are both ${new_run_id}. ` +
              "`honeyhive runs list` shows ids.",
          );
        }
        return call("compareRuns", { params: { new_run_id, old_run_id } });
      });
      print(flags, io, comparison, describeComparison(comparison, io.tableWidth));
    });
}

function sayNoRuns(name: string | undefined): string {
  return name === undefined
    ? "No runs yet. Make one: honeyhive eval\n"
    : `No runs named "${name}". See all: honeyhive runs list\n`;
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= 100) return limit;
  throw new InvalidArgumentError(`Expected a number from 1 to 100, got \`${text}\`.`);
}

function print(flags: ServerFlags, io: CliIo, value: unknown, lines: readonly string[]): void {
  if (flags.json === true) io.stdout(`${JSON.stringify(value)}\n`);
  else io.stdout(lines.map((line) => `${line}\n`).join(""));
}
