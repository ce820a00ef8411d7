import { relative } from "node:path";

import { manyLines } from "@honeyhive/contract";
import type {
  CasesSummary,
  DatapointInput,
  EvaluationDefinition,
  EvaluationResult,
  GithubReport,
  Reporter,
  ReporterSetting,
} from "honeyhive";

import { assertUsable, findServer } from "../ask-server.js";
import { CliError, exitCodes, withHelp } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { findLocalServer, type LocalServer } from "../local-server.js";
import { describeNamesakes } from "./describe-namesakes.js";
import { describeOverview, type RanEvaluation } from "./describe-overview.js";
import { makeReporters } from "./make-reporters.js";
import { envFileArguments, type EvalFlags } from "./eval-flags.js";
import { guardLoading } from "./guard-loading.js";
import { makeGithubReport, writeGithubReport } from "./make-github-report.js";
import { findEvalFiles } from "./find-eval-files.js";
import { describeThrown } from "./describe-thrown.js";
import { describeFailure } from "./describe-failure.js";
import { loadEnvFiles } from "./load-env-files.js";
import { loadEvaluations, type LoadedEvaluation } from "./load-evaluations.js";
import { NamedTsconfigs } from "./named-tsconfigs.js";
import { reportOnStdout } from "./report-on-stdout.js";
import { findResumed, leftHint, resumeHint, retryHint } from "./resume-run.js";

/** Runs what the files export, one evaluation after the other. @returns the exit code */
export async function runEvaluations(
  files: readonly string[],
  flags: EvalFlags,
  io: CliIo,
): Promise<number> {
  const github = await makeGithubReport(flags, io);
  let isWritten = true;
  let exitCode: number = exitCodes.failed;
  try {
    exitCode = await runAll(files, { flags, io, github });
  } finally {
    isWritten = await writeGithubReport(github, flags, io);
  }
  return isWritten ? exitCode : exitCode || exitCodes.failed;
}

interface CommandContext {
  readonly flags: EvalFlags;
  readonly io: CliIo;
  readonly github: GithubReport;
}

async function runAll(files: readonly string[], command: CommandContext): Promise<number> {
  const { flags, io } = command;
  if (flags.retryErrors === true && flags.resume === undefined) {
    throw new CliError(
      "Expected --resume <run> beside --retry-errors, got none. `honeyhive runs list --no-server` shows the ids of runs.",
      exitCodes.usage,
    );
  }
  loadEnvFiles(flags.envFile ?? [], io.env);
  if (reportOnStdout(flags) !== undefined) io.keepStdout?.();
  const { evaluations, broken } = await loadAll(files, command);
  const usesNamed = evaluations.some(({ definition }) => definition.serverUrl === undefined);
  if (flags.server && usesNamed) assertUsable(await findServer({}, io), false);
  const interruption = new AbortController();
  void io.untilInterrupted().then(() => {
    io.stderr(
      "\nStopping. What has ended is being sent and summed up; Ctrl-C again ends at once.\n",
    );
    interruption.abort();
  });
  const context: RunContext = {
    ...command,
    unselected: [],
    localServer: flags.server ? await findLocalServer({}, io) : undefined,
    signal: interruption.signal,
    reporters: await makeReporters(flags, io),
  };
  const ends: RunEnd[] = broken.map(() => "bad");
  const ran: RanEvaluation[] = [];
  const sayOnce = sayThatNothingIsStored(io);
  for (const evaluation of evaluations) {
    let result: EvaluationResult | undefined;
    const end = await runOne(evaluation, context, (ended) => sayOnce((result = ended)));
    ends.push(end);
    if (interruption.signal.aborted) return exitCodes.interrupted;
    if (end === "not-selected") continue;
    const name = evaluation.definition.name ?? relative(process.cwd(), evaluation.path);
    ran.push({ name, isGood: end === "good", result });
  }
  printOverview(ran, flags, io);
  if (ends.every((end) => end === "not-selected")) throw nothingSelected(flags, context.unselected);
  return ends.includes("bad") ? exitCodes.failed : exitCodes.ok;
}

/** With the summaries; who reads JSON has no use for it. */
function printOverview(ran: readonly RanEvaluation[], flags: EvalFlags, io: CliIo): void {
  if (ran.length < 2 || flags.json === true) return;
  const print = reportOnStdout(flags) === undefined ? io.stdout : io.stderr;
  print(`\n${describeOverview(ran, io.tableWidth).join("\n")}\n`);
}

/** @param reasons what each evaluation said of the flags that select its cases */
function nothingSelected(flags: EvalFlags, reasons: readonly string[]): CliError {
  if (flags.metadata !== undefined && reasons.length > 0) {
    const more = reasons.length - 5;
    const rest = more > 0 ? [`${more} more evaluations have none either.`] : [];
    return new CliError([...reasons.slice(0, 5), ...rest].join("\n"), exitCodes.usage);
  }
  return new CliError(
    `Expected ${describeWanted(flags)} names, found none. ` +
      "Reports show the ids of cases; `honeyhive eval --help` shows what --filter and --case take.",
    exitCodes.usage,
  );
}

function describeWanted({ filter, case: ids }: EvalFlags): string {
  if (ids === undefined) return `evaluations or cases that "${filter}"`;
  const where = filter === undefined ? "evaluations or cases" : `cases of "${filter}"`;
  return `${where} that "${ids.join('", "')}"`;
}

/** For those who have not met the server yet: the summary says that there is no key, but not where keys come from. */
function sayThatNothingIsStored(io: CliIo): (result: EvaluationResult) => void {
  let isSaid = io.env["HH_API_KEY"] !== undefined;
  return ({ serverError }) => {
    if (isSaid || serverError === undefined) return;
    isSaid = true;
    io.stderr(
      "To keep runs and look at them: `npx honeyhive dev` in this folder, in another terminal. " +
        "--no-server does without.\n",
    );
  };
}

type RunEnd = "good" | "bad" | "not-selected";

interface RunContext extends CommandContext {
  /** Runs in this folder; for evaluations that name no other. */
  readonly localServer: LocalServer | undefined;
  readonly signal: AbortSignal;
  readonly reporters: readonly Reporter[];
  /** Why evaluations had no case to run, one for each of them. */
  readonly unselected: string[];
}

/** A file that cannot be loaded says why and leaves the others alone. */
async function loadAll(
  files: readonly string[],
  { flags, io, github }: CommandContext,
): Promise<{
  readonly evaluations: readonly LoadedEvaluation[];
  readonly broken: readonly string[];
}> {
  const loaded: LoadedEvaluation[] = [];
  const broken: string[] = [];
  const tsconfigs = new NamedTsconfigs();
  for (const path of await findEvalFiles(files, process.cwd())) {
    try {
      const definitions = await guardLoading(path, io, () => loadEvaluations(path, tsconfigs));
      const isOneOfSeveral = definitions.length > 1;
      for (const definition of definitions) loaded.push({ path, definition, isOneOfSeveral });
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      broken.push(path);
      github.fail(describeFailure(path, error.message));
      io.stderr(`${manyLines(withHelp(error.message, "honeyhive eval"))}\n`);
    }
  }
  for (const line of describeNamesakes(loaded, process.cwd())) io.stderr(`${line}\n`);
  const called = loaded.filter(({ definition: { name } }) => name === flags.filter);
  const named =
    called.length > 0
      ? called
      : loaded.filter(({ definition }) => isNamed(definition, flags.filter));
  // A filter that names no evaluation names cases, unless those are named themselves.
  const possible = named.length === 0 && flags.case === undefined ? loaded : named;
  const { resume } = flags;
  const evaluations = resume === undefined ? possible : await findResumed(possible, resume);
  return { evaluations, broken };
}

function isNamed(definition: EvaluationDefinition, filter: string | undefined): boolean {
  return definition.name?.includes(filter ?? "") === true;
}

/** An evaluation that cannot run says why and leaves the others alone. */
async function runOne(
  loaded: LoadedEvaluation,
  context: RunContext,
  onEnd: (result: EvaluationResult) => void,
): Promise<RunEnd> {
  const { evaluate, isGoodResult } = await import("honeyhive");
  const { flags, io, signal, github } = context;
  try {
    let isHinted = false;
    const hint = (summary: CasesSummary): void => {
      if (!isHinted) io.stderr(resumeHint(loaded.path, summary, flags));
      isHinted = true;
    };
    const options = toOptions(loaded, context);
    const reporters = [...(options.reporters ?? []), { onRunCancelled: hint }];
    const result = await evaluate<DatapointInput, unknown>({ ...options, reporters });
    onEnd(result);
    github.add(result, loaded.path);
    if (signal.aborted) hint(result);
    else for (const toHint of [leftHint, retryHint]) io.stderr(toHint(loaded.path, result, flags));
    return isGoodResult(result) ? "good" : "bad";
  } catch (error) {
    const message = describeThrown(error);
    const said = `${relative(process.cwd(), loaded.path)}: ${message}`;
    const isFiltered = [flags.filter, flags.case, flags.metadata].some(
      (flag) => flag !== undefined,
    );
    if (isFiltered && codeOf(error) === "NO_CASES_SELECTED") {
      context.unselected.push(said);
      return "not-selected";
    }
    github.fail(describeFailure(loaded.path, message));
    io.stderr(`${manyLines(withHelp(said, "honeyhive eval"))}\n`);
    return "bad";
  }
}

/** Flags win over what the file says. */
function toOptions(
  { path, definition, isOneOfSeveral }: LoadedEvaluation,
  { flags, localServer, signal, reporters }: RunContext,
): EvaluationDefinition {
  const { metadata, first, sample, seed } = flags;
  const { trials, concurrency, baseline, sliceBy, resume, retryErrors } = flags;
  const ids = flags.case ?? (isNamed(definition, flags.filter) ? undefined : flags.filter);
  const selection = defined({ ids, metadata, first, sample, seed });
  const own = (definition.reporters ?? []).filter((reporter) => !isOfCommand(reporter));
  return {
    // They are the command's.
    handleSignals: false,
    ...definition,
    ...defined({ trials, concurrency, baseline, sliceBy, resume, retryErrors }),
    ...(Object.keys(selection).length === 0
      ? {}
      : { select: { ...definition.select, ...selection } }),
    ...withCache(definition, flags),
    ...(flags.server ? {} : { disableTracing: true }),
    ...(definition.apiKey === undefined && definition.serverUrl === undefined && localServer
      ? { apiKey: localServer.apiKey, serverUrl: localServer.url }
      : {}),
    // One case must not end the others of hours.
    handleUncaught: true,
    reporters: [...own, ...reporters],
    reproduceCommand: [
      // Found where it is installed for a project alone, too.
      "npx",
      "honeyhive",
      "eval",
      relative(process.cwd(), path),
      // Others of the file may have the same case: variants of one evaluation do.
      ...(isOneOfSeveral && definition.name !== undefined ? ["--filter", definition.name] : []),
      "--case",
      "{id}",
      ...envFileArguments(flags),
      ...(flags.server ? [] : ["--no-server"]),
    ],
    signal,
  };
}

/** What the command does anyway: the terminal's at once, that of GitHub when all evaluations have ended. */
function isOfCommand(reporter: ReporterSetting): boolean {
  if (typeof reporter === "string") return reporter === "terminal" || reporter === "github";
  return "name" in reporter && reporter.name === "github";
}

/** The file may say where and what; the flag says that, and how. */
function withCache(
  { cache }: EvaluationDefinition,
  flags: EvalFlags,
): Pick<EvaluationDefinition, "cache"> {
  if (flags.cache === undefined) return {};
  const own = typeof cache === "object" ? cache : {};
  return { cache: flags.cache === true ? own : { ...own, mode: flags.cache } };
}

function defined<Values extends object>(values: Values): Partial<Values> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // The same keys with the same values, but for those that are undefined.
  return Object.fromEntries(entries) as Partial<Values>;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
