import { stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";

import { oneLine } from "@honeyhive/contract";
import type { FSWatcher } from "chokidar";

import { findEvalFiles, isIgnored } from "./find-eval-files.js";
import { findImports, isCode } from "./find-imports.js";

/** Editors write a file in several steps. */
const settleMs = 100;

/** By evaluation, what has changed of what it consists of. */
export type ChangedEvaluations = ReadonlyMap<string, string>;

/** By evaluation, what it imports and the data it names. */
type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** Evaluations, and what they consist of. */
export class WatchedFiles implements AsyncDisposable {
  readonly #names: readonly string[];
  readonly #cwd: string;
  readonly #stderr: (text: string) => void;
  readonly #touched = { code: new Set<string>(), data: new Set<string>() };
  #imports: Imports = new Map();
  #watcher: FSWatcher | undefined;
  #wake = (): void => undefined;

  private constructor(names: readonly string[], cwd: string, stderr: (text: string) => void) {
    this.#names = names;
    this.#cwd = cwd;
    this.#stderr = stderr;
  }

  static async watch(
    names: readonly string[],
    cwd: string,
    stderr: (text: string) => void,
  ): Promise<WatchedFiles> {
    const watched = new WatchedFiles(names, cwd, stderr);
    await watched.#open();
    return watched;
  }

  /**
   * The evaluations to run again, once there are some; none when `signal` says so. Without `endedMs` they are running, and
   * code alone counts: data that changed before evaluations had ended they may have written themselves, such as a
   * report, and they would run for ever.
   */
  async nextChanged(signal: AbortSignal, endedMs?: number): Promise<ChangedEvaluations> {
    const onAbort = (): void => this.#wake();
    signal.addEventListener("abort", onAbort);
    try {
      while (!signal.aborted) {
        const changed = await this.#takeChanged(endedMs);
        if (changed.size > 0) return changed;
      }
      return new Map();
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher?.close();
  }

  async #open(): Promise<void> {
    const { watch } = await import("chokidar");
    const cwd = this.#cwd;
    this.#imports = await readImports(this.#names, cwd);
    // In folders files may appear: evaluations, and what is imported before it is there.
    const folders = await Promise.all(namesOrAll(this.#names).map((name) => folderOf(name, cwd)));
    const watcher = watch([...folders, ...this.#followed()], {
      ignoreInitial: true,
      ignored: (path) => isIgnored(relative(cwd, path)) && !this.#isImported(path),
    }).on("error", sayWhatIsUnseen(this.#stderr));
    this.#watcher = watcher;
    // What changes while it looks around for the first time may be missed.
    await new Promise<void>((resolve) => void watcher.once("ready", resolve));
    watcher.on("all", (_event, file) => {
      this.#touched[isCode(file) ? "code" : "data"].add(file);
      this.#wake();
    });
  }

  /** Waits until something is touched, or it is woken, which may be for nothing. */
  async #takeChanged(endedMs: number | undefined): Promise<ChangedEvaluations> {
    const isTouched = (): boolean =>
      this.#touched.code.size + (endedMs === undefined ? 0 : this.#touched.data.size) > 0;
    if (!isTouched()) await new Promise<void>((resolve) => (this.#wake = resolve));
    // A run that has ended has nothing more to tell; what is touched is for the next to ask.
    if (!isTouched()) return new Map();
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const data = endedMs === undefined ? [] : await this.#takeData(endedMs);
    const files = [...takeAll(this.#touched.code), ...data];
    const before = this.#imports;
    this.#imports = await readImports(this.#names, this.#cwd);
    this.#watcher?.add(this.#followed());
    return whatChanged(this.#imports, before, files);
  }

  /** Data that changed, but for what evaluations may have written themselves. */
  async #takeData(endedMs: number): Promise<string[]> {
    const all = takeAll(this.#touched.data);
    const own = await findWritten(all, endedMs);
    for (const file of [...own].filter((path) => this.#isImported(path))) {
      this.#stderr(
        `${relative(this.#cwd, file)} changed while the evaluations ran. Save it again to run with it.\n`,
      );
    }
    return all.filter((file) => !own.has(file));
  }

  #followed(): string[] {
    return [...this.#imports.values()].flatMap((files) => [...files]);
  }

  #isImported(path: string): boolean {
    return [...this.#imports.values()].some((files) => files.has(path));
  }
}

function takeAll(files: Set<string>): string[] {
  const taken = [...files];
  files.clear();
  return taken;
}

function whatChanged(
  imports: Imports,
  before: Imports,
  files: readonly string[],
): ChangedEvaluations {
  const changed = new Map<string, string>();
  for (const [path, now] of imports) {
    const file = files.find((one) => now.has(one) || before.get(path)?.has(one) === true);
    if (file !== undefined) changed.set(path, file);
  }
  return changed;
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
    namesOrAll(names).map((name) => findEvalFiles([name], cwd).catch(() => [])),
  );
  const paths = [...new Set(found.flat())].toSorted();
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await findImports(path, cwd)] as const)),
  );
}

function namesOrAll(names: readonly string[]): readonly string[] {
  return names.length === 0 ? ["."] : names;
}

/** A folder itself, that of a file, or where a pattern begins. */
async function folderOf(name: string, cwd: string): Promise<string> {
  const path = resolve(cwd, name.replace(/[*?[{].*$/s, ""));
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() === true ? path : dirname(path);
}
