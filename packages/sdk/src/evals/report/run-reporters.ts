import type { Logger } from "../../lib/logger.js";
import { describeError } from "../../lib/describe-error.js";
import type { EvaluateProgress, CaseStart, Reporter, RunStart } from "../types/reporter.js";
import type { CasesSummary, EvaluationResult } from "../types/evaluation-result.js";

/** The reporters of a run as one, which never throws. */
export interface RunReporters {
  readonly start: (run: RunStart) => void;
  readonly startCase: (start: CaseStart) => void;
  readonly endCase: (progress: EvaluateProgress) => void;
  readonly cancel: (summary: CasesSummary) => void;
  readonly end: (result: EvaluationResult) => Promise<void>;
  /** Why reports are missing: complete after `end`. */
  readonly errors: readonly string[];
}

export function runReporters(
  reporters: readonly Reporter[],
  logger: Pick<Logger, "warn" | "warnOnce">,
): RunReporters {
  const errors: string[] = [];
  const warn = (hook: string, error: unknown): void =>
    logger.warnOnce(`reporter ${hook}`, `\`${hook}\` failed: ${describeError(error).message}`);
  const tell = (hook: string, call: (reporter: Reporter) => void): void => {
    for (const reporter of reporters) {
      try {
        call(reporter);
      } catch (error) {
        warn(hook, error);
      }
    }
  };
  return {
    errors,
    start: (run) => tell("onRunStart", (reporter) => reporter.onRunStart?.(run)),
    startCase: (start) => tell("onCaseStart", (reporter) => reporter.onCaseStart?.(start)),
    endCase: (progress) => tell("onCaseEnd", (reporter) => reporter.onCaseEnd?.(progress)),
    cancel: (summary) => tell("onRunCancelled", (reporter) => reporter.onRunCancelled?.(summary)),
    end: async (result) => {
      for (const reporter of reporters) {
        try {
          // In their order: several may write to one terminal.
          await reporter.onRunEnd?.(result);
        } catch (error) {
          const { message } = describeError(error);
          errors.push(message);
          logger.warn(`A report is missing: ${message}`);
        }
      }
    },
  };
}
