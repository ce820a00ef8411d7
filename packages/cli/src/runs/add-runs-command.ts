import { caseOutcomes } from "@honeyhive/contract";
import { Option, type Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { collect } from "../collect.js";
import { formatPlural } from "../output/format.js";
import { printAnswer } from "../output/print-answer.js";
import { parseLimit } from "../parse-limit.js";
import { askRuns, withRunsFlags, type RunsFlags } from "./ask-runs.js";
import { describeCases } from "./describe-cases.js";
import { describeComparison } from "./describe-comparison.js";
import { describeRun, describeRuns } from "./describe-runs.js";
import { describeSlices } from "./describe-slices.js";
import { pickCases, type CaseQuery } from "./pick-cases.js";
import type { ListedRun } from "./runs-source.js";

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
  $ honeyhive runs show latest --slice-by lang
  $ honeyhive runs show 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed --json
`;

const casesHelp = `
Examples:
  $ honeyhive runs cases latest --failed         what did not pass, and why
  $ honeyhive runs cases latest --outcome timed-out
  $ honeyhive runs cases support --case 3f0c2a5e9d41 --full
  $ honeyhive runs cases latest --failed --json | jq -r '.[].session_id'
`;

const compareHelp = `
Examples:
  $ honeyhive runs compare latest branch:main    what changed since the latest run of a git branch
  $ honeyhive runs compare new-prompt old-prompt
`;

interface ListFlags extends RunsFlags {
  readonly name?: string;
  readonly limit: number;
}

interface ShowFlags extends RunsFlags {
  readonly sliceBy?: readonly string[];
}

interface CasesFlags extends RunsFlags {
  readonly failed?: boolean;
  readonly outcome?: CaseQuery["outcome"];
  readonly case?: string;
  readonly limit: number;
  readonly full?: boolean;
}

/** `honeyhive runs list`, `show <run>`, `cases <run>` and `compare <new> <old>`. */
export function addRunsCommand(program: Command, io: CliIo): void {
  const runs = program.command("runs").description("Look at evaluation runs.");
  withRunsFlags(runs.command("list").description("The latest runs."))
    .option("--name <name>", "only runs of this name")
    .option("--limit <count>", "how many", parseLimit, 20)
    .addHelpText("after", listHelp)
    .action(async (flags: ListFlags) => {
      const { name, limit } = flags;
      const detail = flags.json === true ? "everything" : "counts";
      const found = await askRuns(flags, io, (source) => source.list({ name, limit, detail }));
      printAnswer(flags, io, found, () => describeRuns(found, io.tableWidth));
      io.stderr(found.length === 0 ? sayNoRuns(name) : sayHowToResume(found));
    });
  withRunsFlags(runs.command("show <run>").description("The metrics and origin of a run."))
    .option(
      "--slice-by <key>",
      "show the metrics of rows by what their metadata says, such as lang; repeatable",
      collect,
    )
    .addHelpText("after", showHelp)
    .action(async (reference: string, flags: ShowFlags) => {
      const detail = flags.json === true ? "everything" : "scores";
      const result = await askRuns(flags, io, (source) => source.result(reference, detail));
      const slices = (flags.sliceBy ?? []).flatMap((key) =>
        describeSlices(result, key, io.tableWidth),
      );
      printAnswer(flags, io, result, () => [...describeRun(result, io.tableWidth), ...slices]);
    });
  withRunsFlags(runs.command("cases <run>").description("The cases of a run, and why they failed."))
    .addOption(
      new Option("--outcome <outcome>", "only cases that ended so")
        .choices([...caseOutcomes, "not-passed"])
        .conflicts("failed"),
    )
    .option("--failed", "short for --outcome not-passed")
    .option("--case <id>", "only this one")
    .option("--limit <count>", "how many", parseLimit, 20)
    .option("--full", "long texts too, uncut")
    .addHelpText("after", casesHelp)
    .action((reference: string, flags: CasesFlags) => showCases(reference, flags, io));
  withRunsFlags(
    runs.command("compare <new-run> <old-run>").description("What changed between two runs."),
  )
    .addHelpText("after", compareHelp)
    .action(async (newRun: string, oldRun: string, flags: RunsFlags) => {
      const comparison = await askRuns(flags, io, (source) => source.compare(newRun, oldRun));
      printAnswer(flags, io, comparison, () => describeComparison(comparison, io.tableWidth));
    });
}

async function showCases(reference: string, flags: CasesFlags, io: CliIo): Promise<void> {
  const { limit } = flags;
  const result = await askRuns(flags, io, (source) => source.result(reference, "everything"));
  const outcome = flags.outcome ?? (flags.failed === true ? "not-passed" : undefined);
  const found = pickCases(result.datapoints, { outcome, caseId: flags.case });
  const shown = found.slice(0, limit);
  printAnswer(flags, io, shown, () => describeCases(shown, { isFull: flags.full === true }));
  if (found.length === 0) io.stderr("No such cases.\n");
  else if (found.length > limit) {
    io.stderr(`${formatPlural(limit, "case")} of ${found.length}: --limit shows more of them.\n`);
  }
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
