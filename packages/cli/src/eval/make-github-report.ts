import type { GithubReport } from "honeyhive";

import type { CliIo } from "../cli-io.js";
import type { EvalFlags } from "./eval-flags.js";
import { namedReporters, type NamedReporter } from "./named-reporters.js";
import { outputTo } from "./output-to.js";

/** What a workflow of GitHub is told of all evaluations at once: where the command runs in one, unless it is turned off. */
export async function makeGithubReport(flags: EvalFlags, io: CliIo): Promise<GithubReport> {
  const { githubReport } = await import("honeyhive");
  const reporters = namedReporters(flags);
  const named = reporters.find(({ name }) => name === "github");
  if (named !== undefined && io.env["GITHUB_ACTIONS"] !== "true") {
    io.stderr("--reporter github has nothing to do here: GITHUB_ACTIONS is not `true`.\n");
  }
  return githubReport({
    path: named?.path,
    output: outputTo(io.stdout, io),
    environment: flags.github ? withoutTakenSummary(io.env, reporters) : {},
  });
}

/** What another reporter writes there is not said twice. */
function withoutTakenSummary(env: CliIo["env"], reporters: readonly NamedReporter[]): CliIo["env"] {
  const summary = env["GITHUB_STEP_SUMMARY"];
  if (reporters.every(({ path }) => path !== summary)) return env;
  return { ...env, GITHUB_STEP_SUMMARY: undefined };
}

/** @returns whether it was written; where nobody has asked for it, it costs the command nothing */
export async function writeGithubReport(
  report: GithubReport,
  flags: EvalFlags,
  io: CliIo,
): Promise<boolean> {
  try {
    await report.write();
    return true;
  } catch (error) {
    io.stderr(`${error instanceof Error ? error.message : String(error)}\n`);
    return !namedReporters(flags).some(({ name }) => name === "github");
  }
}
