import { stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";

import { oneLine } from "@honeyhive/contract";

import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { flagsToArguments, type EvalFlags } from "./eval-flags.js";
import { findEvalFiles, isIgnored } from "./find-eval-files.js";
import { findImports, isCode } from "./find-imports.js";

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
  const interruption = new AbortController();
  void io.untilInterrupted().then(() => interruption.abort());
  const { signal } = interruption;
  let changed = await findEvalFiles(files, cwd);
  await using watched = await watchFiles(files, cwd, { signal, stderr: io.stderr });
  while (!signal.aborted) {
    const names = changed.map((path) => relative(cwd, path));
    await runChild(["eval", ...names, ...flagsToArguments(flags)], signal);
    if (signal.aborted) break;
    const endedMs = Date.now();
    io.stderr("\nWaiting for changes. Stop with Ctrl-C.\n");
    changed = await watched.nextChanged(endedMs);
  }
  return exitCodes.interrupted;
}

interface WatchedFiles extends AsyncDisposable {
  /**
   * The evaluations to run again, once there are some; none when interrupted. Data that changed before evaluations had
   * ended they may have written themselves, such as a report: they would run for ever.
   */
  readonly nextChanged: (endedMs: number) => Promise<string[]>;
}

interface Watching {
  readonly signal: AbortSignal;
  readonly stderr: (text: string) => void;
}

/** By evaluation, what it imports and the data it names. */
type Imports = ReadonlyMap<string, ReadonlySet<string>>;

async function watchFiles(
  names: readonly string[],
  cwd: string,
  { signal, stderr }: Watching,
): Promise<WatchedFiles> {
  const { watch } = await import("chokidar");
  let imports = await readImports(names, cwd);
  const isImported = (path: string): boolean => [...imports.values()].some((set) => set.has(path));
  const followed = (): string[] => [...imports.values()].flatMap((files) => [...files]);
  // In folders files may appear: evaluations, and what is imported before it is there.
  const folders = await Promise.all(
    (names.length === 0 ? ["."] : names).map((name) => folderOf(name, cwd)),
  );
  const watcher = watch([...folders, ...followed()], {
    ignoreInitial: true,
    ignored: (path) => isIgnored(relative(cwd, path)) && !isImported(path),
  }).on("error", sayWhatIsUnseen(stderr));
  // What changes while it looks around for the first time may be missed.
  await new Promise<void>((resolve) => void watcher.once("ready", resolve));
  const touched = new Set<string>();
  let wake = (): void => undefined;
  watcher.on("all", (_event, file) => {
    touched.add(file);
    wake();
  });
  signal.addEventListener("abort", () => wake());
  return {
    nextChanged: async (endedMs) => {
      while (!signal.aborted) {
        if (touched.size === 0) await new Promise<void>((resolve) => (wake = resolve));
        await new Promise((resolve) => setTimeout(resolve, settleMs));
        const all = [...touched];
        touched.clear();
        const before = imports;
        imports = await readImports(names, cwd);
        watcher.add(followed());
        const own = await findWritten(all, endedMs);
        const files = all.filter((file) => !own.has(file));
        for (const file of [...own].filter(isImported)) {
          stderr(
            `${relative(cwd, file)} changed while the evaluations ran. Save it again to run with it.\n`,
          );
        }
        const changed = [...imports].filter(([path, now]) =>
          files.some((file) => now.has(file) || before.get(path)?.has(file) === true),
        );
        if (changed.length > 0) return changed.map(([path]) => path);
      }
      return [];
    },
    [Symbol.asyncDispose]: () => watcher.close(),
  };
}

/** Once of each kind: a system that has no more watches says so of every file. */
function sayWhatIsUnseen(stderr: (text: string) => void): (error: unknown) => void {
  const said = new Set<string>();
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    const [kind = message] = message.split(":");
    if (said.has(kind)) return;
    said.add(kind);
    const help =
      kind === "ENOSPC" || kind === "EMFILE"
        ? " Name files or folders after `eval --watch` to watch less, or raise the system's limit."
        : "";
    stderr(`Some changes will not be seen: ${oneLine(message)}.${help}\n`);
  };
}

/** Data that was last changed before evaluations had ended. */
async function findWritten(files: readonly string[], endedMs: number): Promise<Set<string>> {
  const written = new Set<string>();
  for (const file of files) {
    if (isCode(file)) continue;
    const stats = await stat(file).catch(() => undefined);
    if (stats !== undefined && Math.floor(stats.mtimeMs) <= endedMs) written.add(file);
  }
  return written;
}

async function readImports(names: readonly string[], cwd: string): Promise<Imports> {
  const found = await Promise.all(
    // Each may be gone, for a moment or for longer: editors replace files.
    (names.length === 0 ? ["."] : names).map((name) => findEvalFiles([name], cwd).catch(() => [])),
  );
  const paths = [...new Set(found.flat())].toSorted();
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await findImports(path, cwd)] as const)),
  );
}

/** A folder itself, that of a file, or where a pattern begins. */
async function folderOf(name: string, cwd: string): Promise<string> {
  const path = resolve(cwd, name.replace(/[*?[{].*$/s, ""));
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() === true ? path : dirname(path);
}
