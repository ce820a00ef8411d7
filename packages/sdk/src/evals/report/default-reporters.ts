import type { ResolvedOptions } from "../../config/resolved-options.js";
import type { ReporterName } from "../types/reporter.js";

/** Whoever runs a program wants to see what its evaluations came to; in tests, the test runner is to say that. */
export function defaultReporters({
  program,
}: Pick<ResolvedOptions, "program">): readonly ReporterName[] {
  return program.isUnderTest ? [] : ["terminal"];
}
