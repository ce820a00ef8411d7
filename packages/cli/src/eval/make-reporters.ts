import type { Reporter, ReporterName } from "honeyhive";

import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import type { EvalFlags } from "./eval-flags.js";
import { parseReporter } from "./named-reporters.js";
import { outputTo } from "./output-to.js";
import { reportOnStdout } from "./report-on-stdout.js";

/** The reporters that the flags ask for; one each for all evaluations, so that a file holds all of them. */
export async function makeReporters(flags: EvalFlags, io: CliIo): Promise<Reporter[]> {
  const { createReporter } = await import("honeyhive");
  const forReports = outputTo(io.stdout, io);
  const forPeople = reportOnStdout(flags) === undefined ? forReports : outputTo(io.stderr, io);
  const screen = flags.json === true ? "json=-" : "terminal=-";
  // Who names what is there anyway means it once.
  const given = (flags.reporter ?? []).map((text) => (text === "terminal" ? "terminal=-" : text));
  const named = [...new Set([screen, ...given])].map(parseReporter);
  return named.flatMap(({ text, name, path }) => {
    // Told of all evaluations at once.
    if (name === "github") return [];
    const output = name === "terminal" ? forPeople : forReports;
    try {
      // Checked by `createReporter`, which names those that there are.
      return createReporter(name as ReporterName, { output, path });
    } catch (error) {
      throw new CliError(
        `--reporter ${text}: ${error instanceof Error ? error.message : String(error)} ` +
          "`honeyhive eval --help` shows examples.",
        exitCodes.usage,
      );
    }
  });
}
