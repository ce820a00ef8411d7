import { makeFolder } from "../../make-folder.js";
import { describeError } from "../../wrap/record-error.js";
import type { EvaluationResult } from "../types.js";
import type { Reporter } from "./reporter.js";

export interface ReportFile {
  readonly path: string | undefined;
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

/** Writes a file at the end of each run, with every run that the reporter was told of. */
export function fileReporter({ path, ending, render, write, say }: ReportFile): Reporter {
  const results: EvaluationResult[] = [];
  return {
    onRunEnd: async (result) => {
      if (path === "-") return write(await render([result]));
      results.push(result);
      const paths = process.getBuiltinModule("node:path");
      const fileName = `${fileNameOf(results[0]?.name ?? "")}.${ending}`;
      const target = path ?? paths.join(defaultFolder, fileName);
      const text = await render(results);
      try {
        makeFolder(paths.dirname(target));
        await process.getBuiltinModule("node:fs/promises").writeFile(target, text);
        if (path === undefined && results.length === 1) say(`Report: ${target}\n`);
      } catch (error) {
        const came = describeError(error).message;
        throw new Error(`Expected to write ${target}, got ${came}. Check the path.`, {
          cause: error,
        });
      }
    },
  };
}

/** Names are anything; files are not. */
function fileNameOf(name: string): string {
  const plain = name.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^[-.]+|-+$/g, "");
  return plain.slice(0, 80) || "run";
}
