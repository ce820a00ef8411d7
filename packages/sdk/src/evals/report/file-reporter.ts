import { makeFolder } from "../../lib/make-folder.js";
import { processState } from "../../core/process-state.js";
import { describeError } from "../../lib/describe-error.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { Reporter } from "../types/reporter.js";
import { replaceFile } from "./replace-file.js";

export interface ReportFile {
  readonly path: string | undefined;
  /** Where no path is given. Default `.honeyhive/reports`. */
  readonly folder?: string;
  /** Of the file's name, where no path is given. */
  readonly ending: string;
  /** Asynchronous where it is loaded first: a program that only traces does not wait for reports. */
  readonly render: (results: readonly EvaluationResult[]) => string | Promise<string>;
  /** Takes the report where the path is `-`. */
  readonly write: (text: string) => void;
  /** Told where the report is, where no path is given. */
  readonly say: (text: string) => void;
}

const defaultFolder = ".honeyhive/reports";

/**
 * Writes a file at the end of each run, with every run that the reporter was told of. Reporters that are given no path
 * have different files, though their runs have one name.
 */
export function fileReporter(file: ReportFile): Reporter {
  const { path, render, write, say } = file;
  const results: EvaluationResult[] = [];
  let target: string | undefined;
  return {
    onRunEnd: async (result) => {
      if (path === "-") return write(await render([result]));
      results.push(result);
      const isFirst = target === undefined;
      target ??= path === undefined ? claimDefault(file, result.name) : claim(path, say);
      const text = await render(results);
      try {
        makeFolder(process.getBuiltinModule("node:path").dirname(target));
        await replaceFile(target, text);
        if (path === undefined && isFirst) say(`Report: ${target}\n`);
      } catch (error) {
        const came = describeError(error).message;
        throw new Error(`Expected to write ${target}, got ${came}. Check the path.`, {
          cause: error,
        });
      }
    },
  };
}

/** The name of the run, with a number where a report of this program is there already. */
function claimDefault({ folder = defaultFolder, ending }: ReportFile, runName: string): string {
  const paths = process.getBuiltinModule("node:path");
  for (let ordinal = 1; ; ordinal++) {
    const suffix = ordinal === 1 ? "" : `-${ordinal}`;
    const path = paths.join(folder, `${fileNameOf(runName)}${suffix}.${ending}`);
    if (isNew(path)) return path;
  }
}

function claim(path: string, say: ReportFile["say"]): string {
  if (!isNew(path)) {
    say(
      `${path} had the report of another evaluation of this program, and has this one's now. ` +
        "Give both the same reporter, made with createReporter(), to have both in it.\n",
    );
  }
  return path;
}

function isNew(path: string): boolean {
  const absolute = process.getBuiltinModule("node:path").resolve(path);
  if (processState.reportPaths.has(absolute)) return false;
  processState.reportPaths.add(absolute);
  return true;
}

/** Names are anything; files are not. */
function fileNameOf(name: string): string {
  const plain = name.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^[-.]+|-+$/g, "");
  return plain.slice(0, 80) || "run";
}
