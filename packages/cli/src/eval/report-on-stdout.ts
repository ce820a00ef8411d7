import { CliError, exitCodes } from "../cli-error.js";
import type { EvalFlags } from "./eval-flags.js";

/** The report that has stdout to itself, so that programs can read it; the summary is for people, and makes way. */
export function reportOnStdout({
  json,
  reporter = [],
}: Pick<EvalFlags, "json" | "reporter">): string | undefined {
  const named = reporter.filter((text) => text.endsWith("=-") && text !== "terminal=-");
  const reports = [...new Set(json === true ? ["json=-", ...named] : named)];
  if (reports.length <= 1) return reports[0];
  throw new CliError(
    `Expected one report on stdout, got ${reports.join(" and ")}. ` +
      "Give a path to the others: --reporter junit=out.xml",
    exitCodes.usage,
  );
}
