import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { EvaluationResult } from "../types.js";
import type { Reporter } from "./reporter.js";

export interface ReportFile {
  readonly path: string | undefined;
  /** Of the file's name, where no path is given. */
  readonly ending: string;
  readonly render: (results: readonly EvaluationResult[]) => string;
  /** Takes the report where the path is `-`. */
  readonly write: (text: string) => void;
}

const defaultFolder = join(".honeyhive", "reports");

/** Writes a file at the end of each run, with every run that the reporter was told of. */
export function fileReporter({ path, ending, render, write }: ReportFile): Reporter {
  const results: EvaluationResult[] = [];
  return {
    onRunEnd: async (result) => {
      if (path === "-") return write(render([result]));
      results.push(result);
      const target = path ?? join(defaultFolder, `${fileNameOf(results[0]?.name ?? "")}.${ending}`);
      await mkdir(dirname(target), { recursive: true });
      return writeFile(target, render(results));
    },
  };
}

/** Names are anything; files are not. */
function fileNameOf(name: string): string {
  const plain = name.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^[-.]+|-+$/g, "");
  return plain.slice(0, 80) || "run";
}
