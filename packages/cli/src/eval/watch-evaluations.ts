import { relative } from "node:path";

import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../main.js";
import { flagsToArguments, type EvalFlags } from "./eval-flags.js";
import { findEvalFiles } from "./find-eval-files.js";
import { findImports } from "./find-imports.js";

/** Editors write a file in several steps. */
const settleMs = 100;

/**
 * Runs the files, and again those that change or import what changes, until Ctrl-C. Each run is a process of its own:
 * modules are loaded afresh, and nothing of an earlier run is left.
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
  const paths = await findEvalFiles(files, cwd);
  const interruption = new AbortController();
  void io.untilInterrupted().then(() => interruption.abort());
  const { signal } = interruption;
  await using watched = await watchFiles(paths, cwd, signal);
  let changed = paths;
  while (!signal.aborted) {
    const names = changed.map((path) => relative(cwd, path));
    await runChild(["eval", ...names, ...flagsToArguments(flags)], signal);
    if (signal.aborted) break;
    io.stderr("\nWaiting for changes. Stop with Ctrl-C.\n");
    changed = await watched.nextChanged();
  }
  return exitCodes.interrupted;
}

interface WatchedFiles extends AsyncDisposable {
  /** The evaluations to run again, once there are some; none when interrupted. */
  readonly nextChanged: () => Promise<string[]>;
}

async function watchFiles(
  paths: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<WatchedFiles> {
  const { watch } = await import("chokidar");
  const watcher = watch([], { ignoreInitial: true });
  const importsOf = new Map<string, ReadonlySet<string>>();
  const scan = async (path: string): Promise<void> => {
    const imports = await findImports(path, cwd);
    importsOf.set(path, imports);
    watcher.add([...imports]);
  };
  await Promise.all(paths.map(scan));
  const changed = new Set<string>();
  let wake = (): void => undefined;
  watcher.on("all", (_event, file) => {
    for (const [path, imports] of importsOf) if (imports.has(file)) changed.add(path);
    if (changed.size > 0) wake();
  });
  signal.addEventListener("abort", () => wake());
  return {
    nextChanged: async () => {
      if (changed.size === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      const again = paths.filter((path) => changed.has(path));
      changed.clear();
      // What they import may have changed with them.
      await Promise.all(again.map(scan));
      return again;
    },
    [Symbol.asyncDispose]: () => watcher.close(),
  };
}
