import { nearestName } from "@honeyhive/contract";

import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { fileReporter } from "./file-reporter.js";
import { githubReport } from "./github/github-report.js";
import { renderJson, resultToJson } from "./render-json.js";
import { reporterNames, type Reporter, type ReporterName } from "../types/reporter.js";
import { renderResult } from "./render.js";
import { processOutput, terminalReporter, type TerminalOutput } from "./terminal-reporter.js";

export interface ReporterOptions {
  /**
   * `-` writes each run to the output as it ends. Default: `.honeyhive/reports/<name of the run>.<ending>`, with a number
   * where the program has written one of that name; of `github`, the file of `GITHUB_STEP_SUMMARY`.
   */
  readonly path?: string | undefined;
  /** Default: that of the process. */
  readonly output?: TerminalOutput | undefined;
}

/**
 * A built-in reporter. Given to several evaluations, it reports all of them in one file.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION` for a name that there is not
 */
export function createReporter(name: ReporterName, options: ReporterOptions = {}): Reporter {
  const { path, output = processOutput() } = options;
  const { stdout: write, stderr: say } = output;
  switch (name) {
    case "terminal":
      if (path === undefined || path === "-") return terminalReporter(output);
      return fileReporter({ path, ending: "txt", write, say, render: joined(renderResult) });
    case "json":
      if (path !== "-")
        return fileReporter({ path, ending: "json", write, say, render: renderJson });
      // A line for each run, so that programs can read them as they end.
      return { onRunEnd: (result) => write(`${resultToJson(result)}\n`) };
    case "junit":
      return fileReporter({
        path,
        ending: "xml",
        write,
        say,
        render: async (results) => (await import("./render-junit.js")).renderJunit(results),
      });
    case "markdown":
      return fileReporter({
        path,
        ending: "md",
        write,
        say,
        render: async (results) => (await import("./render-pages.js")).renderComment(results),
      });
    case "html":
      return fileReporter({
        path,
        ending: "html",
        write,
        say,
        render: async (results) => (await import("./html/render-html.js")).renderHtml(results),
      });
    case "github": {
      const report = githubReport({ path, output });
      return {
        onRunEnd: (result) => {
          report.add(result);
          return report.write();
        },
      };
    }
    default:
      return rejectName(name satisfies never);
  }
}

function rejectName(name: unknown): never {
  const nearest = typeof name === "string" ? nearestName(name, reporterNames) : undefined;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected a reporter's name out of ${reporterNames.join(", ")}, got ${describeValue(name)}.` +
      (nearest === undefined ? "" : ` Did you mean "${nearest}"?`),
  );
}

function joined<Result>(
  render: (result: Result) => string,
): (results: readonly Result[]) => string {
  return (results) => `${results.map(render).join("\n\n")}\n`;
}
