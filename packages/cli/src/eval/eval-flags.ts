import type { CacheMode } from "honeyhive";
import { InvalidArgumentError, type Command } from "commander";

import { collect } from "../collect.js";

export interface EvalFlags {
  readonly filter?: string;
  readonly case?: readonly string[];
  readonly metadata?: Readonly<Record<string, readonly string[]>>;
  readonly first?: number;
  readonly sample?: number;
  readonly seed?: number;
  readonly trials?: number;
  readonly concurrency?: number;
  readonly baseline?: string;
  readonly sliceBy?: readonly string[];
  readonly resume?: string;
  readonly retryErrors?: boolean;
  readonly json?: boolean;
  readonly reporter?: readonly string[];
  /** True without a mode. */
  readonly cache?: CacheMode | true;
  readonly envFile?: readonly string[];
  readonly watch?: boolean;
  /** `--no-server` makes it false. */
  readonly server: boolean;
  /** `--no-github` makes it false. */
  readonly github: boolean;
}

const help = `
Exit codes:
  0    every run completed, no case errored or timed out, no evaluator of a run failed, and every gate passed
  1    a gate failed, a case errored or timed out, an evaluator of a run failed, a run stopped early, an evaluation could not run, or a report not be written
  2    wrong command line, or nothing to run
  130  interrupted with Ctrl-C; what had ended is kept, and the command to go on is printed

Examples:
  $ honeyhive eval                                every *.eval.ts below this folder
  $ honeyhive eval "evals/**/*.eval.ts" --watch   again whenever one, or what it imports, is saved
  $ honeyhive eval support.eval.ts --first 5      the first five rows
  $ honeyhive eval --metadata lang=de             rows that say { metadata: { lang: "de" } }
  $ honeyhive eval support.eval.ts --case EXT-1c0a33bd6a1f1a52     one case, as reports name it
  $ honeyhive eval --baseline branch:main         compared with the latest run of a git branch
  $ honeyhive eval --env-file .env                with the keys of your models
  $ honeyhive eval --reporter junit=out.xml --reporter markdown=comment.md
  $ honeyhive eval support.eval.ts --resume ID    what an interrupted run has left
  $ honeyhive eval support.eval.ts --resume ID --retry-errors      after an outage
`;

/** The flags of `honeyhive eval`; `flagsToArguments` knows each one. */
export function withEvalFlags(command: Command): Command {
  return command
    .option("--filter <text>", "evaluations by name or a part of it, or cases by id")
    .option("--case <id>", "one case by its id, as reports name it; repeatable", collect)
    .option(
      "--metadata <key=value>",
      "only rows whose metadata says so; repeatable: other keys are wanted, too, other values of a key as well",
      collectPairs,
    )
    .option("--first <count>", "only the first rows of each dataset", parseCount)
    .option("--sample <count>", "only so many rows, drawn with --seed", parseCount)
    .option("--seed <number>", "draws the same rows each time (default 0)", parseSeed)
    .option("--trials <count>", "how often each case runs", parseCount)
    .option("--concurrency <count>", "cases at a time", parseCount)
    .option(
      "--baseline <run>",
      "compare with `latest`, `branch:<git branch>`, a run's id or name, or a report's path",
    )
    .option(
      "--slice-by <key>",
      "show the metrics of rows by what their metadata says, such as lang; repeatable",
      collect,
    )
    .option("--resume <run>", "go on with a run, by its id or the path of its journal")
    .option(
      "--retry-errors",
      "with --resume: run again, too, what errored, timed out or could not be scored",
    )
    .option(
      "--reporter <name=path>",
      "terminal, json, junit, markdown, html or github; repeatable; the path - is stdout, for one of them",
      collect,
    )
    .option(
      "--cache [mode]",
      "keep the answers of models: read-write (default), read-only or refresh",
      parseCacheMode,
    )
    .option(
      "--json",
      "print results as JSON, one line each, instead of the summary; what your code prints goes to stderr",
    )
    .option(
      "--env-file <path>",
      "set the variables of a file such as .env that are not set; repeatable, later ones count",
      collect,
    )
    .option("--watch", "run again what is changed, until Ctrl-C")
    .option("--no-server", "send nothing anywhere")
    .option(
      "--no-github",
      "in GitHub Actions: no annotations, and nothing in the summary of the job",
    )
    .addHelpText("after", help);
}

/** The same flags as words of a command line. */
export function flagsToArguments(flags: EvalFlags): string[] {
  const { filter, first, sample, seed, trials, concurrency, baseline, resume } = flags;
  const withValue = { filter, first, sample, seed, trials, concurrency, baseline, resume };
  return [
    ...Object.entries(withValue).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, String(value)],
    ),
    ...(flags.case ?? []).flatMap((id) => ["--case", id]),
    ...Object.entries(flags.metadata ?? {}).flatMap(([key, values]) =>
      values.flatMap((value) => ["--metadata", `${key}=${value}`]),
    ),
    ...(flags.sliceBy ?? []).flatMap((key) => ["--slice-by", key]),
    ...(flags.reporter ?? []).flatMap((reporter) => ["--reporter", reporter]),
    ...envFileArguments(flags),
    ...(flags.cache === undefined
      ? []
      : [flags.cache === true ? "--cache" : `--cache=${flags.cache}`]),
    ...(flags.retryErrors === true ? ["--retry-errors"] : []),
    ...(flags.json === true ? ["--json"] : []),
    ...(flags.server ? [] : ["--no-server"]),
    ...(flags.github ? [] : ["--no-github"]),
  ];
}

export function envFileArguments({ envFile = [] }: EvalFlags): string[] {
  return envFile.flatMap((path) => ["--env-file", path]);
}

function collectPairs(
  text: string,
  earlier: Readonly<Record<string, readonly string[]>> = {},
): Readonly<Record<string, readonly string[]>> {
  const end = text.indexOf("=");
  if (end < 1)
    throw new InvalidArgumentError(`Expected key=value, such as lang=de, got \`${text}\`.`);
  const [key, value] = [text.slice(0, end), text.slice(end + 1)];
  const others = Object.hasOwn(earlier, key) ? earlier[key] : [];
  return { ...earlier, [key]: [...(others ?? []), value] };
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError(`Expected a positive integer, got \`${text}\`.`);
}

const cacheModes: readonly CacheMode[] = ["read-write", "read-only", "refresh"];

function parseCacheMode(text: string): CacheMode {
  const mode = cacheModes.find((one) => one === text);
  if (mode !== undefined) return mode;
  throw new InvalidArgumentError(
    `Expected ${cacheModes.join(", ")} or nothing, got \`${text}\`. Put files before --cache.`,
  );
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError(`Expected a whole number, got \`${text}\`.`);
}
