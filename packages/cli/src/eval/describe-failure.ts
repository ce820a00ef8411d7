import { relative } from "node:path";

import type { EvaluationFailure } from "honeyhive";

/** Why an evaluation did not run, for annotations: where it says a place in a file, that is shown. */
export function describeFailure(path: string, message: string): EvaluationFailure {
  const [place] = /(?:[A-Za-z]:)?[/\\][^\s:()]+:\d+/.exec(message) ?? [];
  return { file: relative(process.cwd(), path), place, message };
}
