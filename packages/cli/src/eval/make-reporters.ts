import type { Reporter, ReporterName, TerminalOutput } from "honeyhive";

import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import type { EvalFlags } from "./eval-flags.js";
import { reportOnStdout } from "./report-on-stdout.js";

/** The reporters that the flags ask for; one each for all evaluations, so that a file holds all of them. */
export async function makeReporters(flags: EvalFlags, io: CliIo): Promise<Reporter[]> {
  const { createReporter } = await import("honeyhive");
  const forReports = outputTo(io.stdout, io);
  const forPeople = reportOnStdout(flags) === undefined ? forReports : outputTo(io.stderr, io);
  const screen = flags.json === true ? "json=-" : "terminal=-";
  // Who names what is there anyway means it once.
  const given = (flags.reporter ?? []).map((text) => (text === "terminal" ? "terminal=-" : text));
  return [...new Set([screen, ...given])].map((text) => {
    const [name = "", ...path] = text.split("=");
    if (path.length > 0 && path.join("=") === "") {
      throw new CliError(
        `Expected --reporter ${text}<path>, got no path. Without "=" the report goes to .honeyhive/reports.`,
        exitCodes.usage,
      );
    }
    const output = name === "terminal" ? forPeople : forReports;
    const options = path.length === 0 ? { output } : { path: path.join("="), output };
    try {
      // Checked by `createReporter`, which names those that there are.
      return createReporter(name as ReporterName, options);
    } catch (error) {
      throw new CliError(
        `--reporter ${text}: ${error instanceof Error ? error.message : String(error)} ` +
          "`honeyhive eval --help` shows examples.",
        exitCodes.usage,
      );
    }
  });
}

function outputTo(stdout: TerminalOutput["stdout"], io: CliIo): TerminalOutput {
  const { stderr, isTerminal = false, sharedWith } = io;
  return {
    stdout,
    stderr,
    isTerminal,
    sharedWith,
    get columns() {
      return io.columns ?? 80;
    },
  };
}
