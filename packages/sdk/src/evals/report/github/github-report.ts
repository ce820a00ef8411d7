import type { Environment } from "../../../config/environment.js";
import { resolveOptions } from "../../../config/resolve-options.js";
import { describeError } from "../../../lib/describe-error.js";
import type { EvaluationResult } from "../../types/evaluation-result.js";
import { processOutput, type TerminalOutput } from "../terminal-reporter.js";
import type { EvaluationFailure, ReportedRun, RunsToReport } from "../runs-to-report.js";

export interface GithubReportOptions {
  /** Where the summary is added, `-` for the output. Default: the file of `GITHUB_STEP_SUMMARY`. */
  readonly path?: string | undefined;
  /** Default: that of the process. */
  readonly output?: Pick<TerminalOutput, "stdout" | "stderr"> | undefined;
  /** Default: that of the process. */
  readonly environment?: Environment | undefined;
  /** Whether what went wrong is shown beside the code. Default true. */
  readonly annotates?: boolean | undefined;
}

/** What a workflow of GitHub Actions is told of runs: nothing elsewhere. */
export interface GithubReport {
  /** `file` is where what went wrong is shown when nothing says where it did. Default: the running script. */
  readonly add: (result: EvaluationResult, file?: string) => void;
  readonly fail: (failure: EvaluationFailure) => void;
  /**
   * Annotates the code with what went wrong and appends to the summary of the job, for what was added since the last
   * time. GitHub counts annotations by the step: those of all runs had better be written at once.
   *
   * @throws when the summary cannot be written
   */
  readonly write: () => Promise<void>;
}

export function githubReport(options: GithubReportOptions = {}): GithubReport {
  const { output = processOutput(), annotates = true } = options;
  const { github } = resolveOptions({}, options.environment).program;
  const path = options.path ?? github?.stepSummary;
  let runs: ReportedRun[] = [];
  let failures: EvaluationFailure[] = [];
  return {
    add: (result, file = process.argv[1]) => void runs.push({ result, file }),
    fail: (failure) => void failures.push(failure),
    write: async () => {
      const added = { runs, failures };
      [runs, failures] = [[], []];
      if (github === undefined || added.runs.length + added.failures.length === 0) return;
      const { renderAnnotations } = await import("./render-annotations.js");
      if (annotates) output.stderr(renderAnnotations(added, github.workspace));
      if (path !== undefined) await appendSummary(path, added, output);
    },
  };
}

async function appendSummary(
  path: string,
  reported: RunsToReport,
  { stdout, stderr }: Pick<TerminalOutput, "stdout" | "stderr">,
): Promise<void> {
  const { maxSummaryBytes, renderSummary } = await import("../render-pages.js");
  if (path === "-") return stdout(renderSummary(reported, maxSummaryBytes));
  const files = process.getBuiltinModule("node:fs/promises");
  const sizeBytes = await files.stat(path).then(
    ({ size }) => size,
    // Not there yet.
    () => 0,
  );
  const separator = sizeBytes === 0 ? "" : "\n\n";
  const roomBytes = maxSummaryBytes - sizeBytes - separator.length;
  const text = renderSummary(reported, roomBytes);
  if (text === "") {
    return stderr(
      `${path} has no room for the summary: GitHub takes ${maxSummaryBytes} bytes of a step, and ${sizeBytes} are there.\n`,
    );
  }
  await files.appendFile(path, separator + text).catch((error: unknown) => {
    const came = describeError(error).message;
    throw new Error(
      `Expected to append the summary to ${path}, got ${came}. Check GITHUB_STEP_SUMMARY, or the path.`,
      { cause: error },
    );
  });
}
