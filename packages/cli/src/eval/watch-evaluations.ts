import { relative } from "node:path";

import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { flagsToArguments, type EvalFlags } from "./eval-flags.js";
import { findEvalFiles } from "./find-eval-files.js";
import { WatchedFiles } from "./watch-files.js";

/**
 * Runs the files, and again those that change or import what changes, until Ctrl-C. Each run is a process of its own:
 * modules are loaded afresh, and nothing of an earlier run is left. One whose code changes is stopped: what it would say
 * is of code that is no more.
 */
export async function watchEvaluations(
  files: readonly string[],
  flags: EvalFlags,
  io: CliIo,
): Promise<number> {
  const { runChild } = io;
  if (runChild === undefined || flags.resume !== undefined) {
    throw new CliError("--watch starts new runs: use it without --resume.", exitCodes.usage);
  }
  const cwd = process.cwd();
  const interruption = new AbortController();
  void io.untilInterrupted().then(() => interruption.abort());
  const { signal } = interruption;
  let next = await findEvalFiles(files, cwd);
  await using watched = await WatchedFiles.watch(files, cwd, io.stderr);
  while (!signal.aborted) {
    const [stop, end] = [new AbortController(), new AbortController()];
    const names = next.map((path) => relative(cwd, path));
    const run = runChild(
      ["eval", ...names, ...flagsToArguments(flags)],
      AbortSignal.any([signal, stop.signal]),
    ).finally(() => end.abort());
    const followed = followRun(watched, {
      paths: next,
      stop,
      ended: end.signal,
      cwd,
      stderr: io.stderr,
    });
    [, next] = await Promise.all([run, followed]);
    if (signal.aborted) break;
    if (next.length > 0) continue;
    const endedMs = Date.now();
    io.stderr("\nWaiting for changes. Stop with Ctrl-C.\n");
    next = [...(await watched.nextChanged(signal, endedMs)).keys()];
  }
  return exitCodes.interrupted;
}

interface FollowedRun {
  readonly paths: readonly string[];
  readonly stop: AbortController;
  readonly ended: AbortSignal;
  readonly cwd: string;
  readonly stderr: (text: string) => void;
}

/** Stops the run when its code changes. @returns once it has ended, what is to run next */
async function followRun(
  watched: WatchedFiles,
  { paths, cwd, stop, ended, stderr }: FollowedRun,
): Promise<string[]> {
  const next = new Set<string>();
  while (!ended.aborted) {
    for (const [path, file] of await watched.nextChanged(ended)) {
      const name = relative(cwd, file);
      if (!ended.aborted && !stop.signal.aborted && paths.includes(path)) {
        stderr(`\n${name} changed: this run stops, and begins anew.\n`);
        // What comes after it in the same run does not run to its end either.
        for (const one of paths) next.add(one);
        stop.abort();
      } else if (!ended.aborted && !next.has(path)) {
        stderr(`\n${name} changed: it runs when this run has ended.\n`);
      }
      next.add(path);
    }
  }
  return [...next];
}
