import { CliError, exitCodes } from "../cli-error.js";
import type { EvalFlags } from "./eval-flags.js";

export interface NamedReporter {
  /** As it was given. */
  readonly text: string;
  readonly name: string;
  readonly path: string | undefined;
}

/** What `--reporter` names. @throws {CliError} for a path that is empty */
export function namedReporters({ reporter = [] }: Pick<EvalFlags, "reporter">): NamedReporter[] {
  return reporter.map(parseReporter);
}

export function parseReporter(text: string): NamedReporter {
  const [name = "", ...path] = text.split("=");
  if (path.length > 0 && path.join("=") === "") {
    throw new CliError(
      `Expected --reporter ${text}<path>, got no path. Without "=" the report goes to .honeyhive/reports.`,
      exitCodes.usage,
    );
  }
  return { text, name, path: path.length === 0 ? undefined : path.join("=") };
}
