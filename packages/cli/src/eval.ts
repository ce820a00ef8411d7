import { InvalidArgumentError, type Command } from "commander";
import type { DatapointInput, EvaluationDefinition, EvaluationResult } from "honeyhive";

import { CliError, exitCodes } from "./cli-error.js";
import { findEvalFiles } from "./find-eval-files.js";
import { loadEvaluations } from "./load-evaluations.js";
import type { CliIo } from "./main.js";

interface EvalFlags {
  readonly filter?: string;
  readonly first?: number;
  readonly trials?: number;
  readonly concurrency?: number;
  readonly baseline?: string;
  readonly resume?: string;
  readonly json?: boolean;
  /** `--no-server` makes it false. */
  readonly server: boolean;
}

const help = `
Exit codes: 0 every run completed and every gate passed; 1 a gate failed, a case errored or timed out, or a run
stopped early; 2 wrong command line; 130 interrupted.

Examples:
  $ honeyhive eval                              every *.eval.ts below this folder
  $ honeyhive eval support.eval.ts --first 5    the first five rows
  $ honeyhive eval --baseline latest --json     compared with the latest run, as JSON
  $ honeyhive eval support.eval.ts --resume ID  what an interrupted run has left
`;

/** `honeyhive eval [files]`: runs the evaluations that files export. */
export function addEvalCommand(program: Command, io: CliIo): void {
  program
    .command("eval")
    .argument("[files...]", "files, or folders with *.eval.ts files (default: this folder)")
    .description("Run evaluations.")
    .option("--filter <text>", "only evaluations whose name contains this")
    .option("--first <count>", "only the first rows of each dataset", parseCount)
    .option("--trials <count>", "how often each case runs", parseCount)
    .option("--concurrency <count>", "cases at a time", parseCount)
    .option("--baseline <run>", "compare with `latest`, or a run by id or name")
    .option("--resume <run>", "go on with a run, by its id or the path of its journal")
    .option("--json", "print results as JSON, one line each")
    .option("--no-server", "send nothing anywhere")
    .addHelpText("after", help)
    .action(async (files: string[], flags: EvalFlags) => {
      const exitCode = await runEvaluations(files, flags, io);
      if (exitCode !== exitCodes.ok) throw new CliError("", exitCode);
    });
}

async function runEvaluations(
  files: readonly string[],
  flags: EvalFlags,
  io: CliIo,
): Promise<number> {
  const evaluations = await selectEvaluations(files, flags);
  const interruption = new AbortController();
  void io.untilInterrupted().then(() => interruption.abort());
  let exitCode: number = exitCodes.ok;
  for (const { path, definition } of evaluations) {
    const result = await runOne(definition, flags, interruption.signal, io);
    if (interruption.signal.aborted) {
      io.stderr(`Resume with: honeyhive eval ${path} --resume ${result.runId}\n`);
      return exitCodes.interrupted;
    }
    if (!isGood(result)) exitCode = exitCodes.failed;
  }
  return exitCode;
}

interface SelectedEvaluation {
  readonly path: string;
  readonly definition: EvaluationDefinition;
}

async function selectEvaluations(
  files: readonly string[],
  flags: EvalFlags,
): Promise<SelectedEvaluation[]> {
  const selected: SelectedEvaluation[] = [];
  for (const path of await findEvalFiles(files, process.cwd())) {
    for (const definition of await loadEvaluations(path)) {
      if (definition.name?.includes(flags.filter ?? "") === true)
        selected.push({ path, definition });
    }
  }
  if (selected.length === 0) {
    throw new CliError(
      `Expected evaluations whose name contains "${flags.filter}", found none.`,
      exitCodes.usage,
    );
  }
  if (flags.resume !== undefined && selected.length > 1) {
    throw new CliError(
      `Expected one evaluation to resume, found ${selected.length}. Name its file, or use --filter.`,
      exitCodes.usage,
    );
  }
  return selected;
}

async function runOne(
  definition: EvaluationDefinition,
  flags: EvalFlags,
  signal: AbortSignal,
  io: CliIo,
): Promise<EvaluationResult> {
  const { evaluate, loadDataset, renderResult } = await import("honeyhive");
  const { first } = flags;
  const { dataset } = definition;
  const result = await evaluate<DatapointInput, unknown>({
    ...definition,
    ...(first === undefined || dataset === undefined
      ? {}
      : { dataset: async () => (await loadDataset(dataset)).slice(0, first) }),
    ...(flags.trials === undefined ? {} : { trials: flags.trials }),
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    ...(flags.baseline === undefined ? {} : { baseline: flags.baseline }),
    ...(flags.resume === undefined ? {} : { resume: flags.resume }),
    ...(flags.server ? {} : { disableTracing: true }),
    signal,
    onProgress: ({ completed, total, latest }) => {
      definition.onProgress?.({ completed, total, latest });
      // At most ten lines at any size.
      if (Math.floor((completed * 10) / total) > Math.floor(((completed - 1) * 10) / total)) {
        io.stderr(`${definition.name}: ${completed} of ${total} cases\n`);
      }
    },
  });
  io.stdout(flags.json === true ? `${JSON.stringify(result)}\n` : `\n${renderResult(result)}\n`);
  if (result.url !== undefined) io.stderr(`${result.url}\n`);
  return result;
}

function isGood({ status, outcomes, gates }: EvaluationResult): boolean {
  return (
    status === "completed" &&
    outcomes.errored === 0 &&
    outcomes["timed-out"] === 0 &&
    gates.every(({ hasPassed }) => hasPassed)
  );
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError(`Expected a positive integer, got \`${text}\`.`);
}
