import { hasError } from "@honeyhive/contract";

import type { RecordedRun } from "./read-journal.js";

/** The same run as if what went wrong in it had been cut off: it is run again. */
export function withoutErrors(recorded: RecordedRun): RecordedRun {
  const entries = [...recorded.cases];
  const wrong = entries.filter(([, result]) => hasError(result));
  return {
    ...recorded,
    cases: new Map(entries.filter(([, result]) => !hasError(result))),
    unfinished: [...recorded.unfinished, ...wrong.map(([, result]) => result)],
  };
}
