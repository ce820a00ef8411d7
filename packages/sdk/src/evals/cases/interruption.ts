import { renderResult } from "../report/render.js";
import type { ReporterSetting } from "../types/reporter.js";
import type { EvaluationResult } from "../types/evaluation-result.js";

export interface Interruption {
  /** Aborted by the first Ctrl-C or SIGTERM, or by the caller's signal. */
  readonly signal: AbortSignal | undefined;
  /** Whether a signal of the system has come. */
  readonly hasCome: () => boolean;
  readonly release: () => void;
}

const exitCode = 130;

/** Listens for Ctrl-C and SIGTERM if asked to; the second one ends the process at once. */
export function listenForInterruption(
  isAsked: boolean,
  given: AbortSignal | undefined,
): Interruption {
  if (!isAsked) return { signal: given, hasCome: () => false, release: () => undefined };
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) process.exit(exitCode);
    controller.abort();
  };
  process.on("SIGINT", listener).on("SIGTERM", listener);
  return {
    signal: given === undefined ? controller.signal : AbortSignal.any([given, controller.signal]),
    hasCome: () => controller.signal.aborted,
    release: () => void process.off("SIGINT", listener).off("SIGTERM", listener),
  };
}

/** Says what there is and how to go on, and ends the process: something that hangs may have made people interrupt it. */
export function exitInterrupted(
  result: EvaluationResult,
  reporters: readonly ReporterSetting[] = [],
): never {
  const summary = reporters.includes("terminal") ? "" : `${renderResult(result)}\n\n`;
  const hint =
    result.journalPath === undefined
      ? "The run has no journal and cannot be resumed."
      : `Resume with evaluate({ …, resume: "${result.runId}" }) or npx honeyhive eval <file> --resume ${result.runId}`;
  process.stderr.write(`\n${summary}  ${hint}\n`);
  process.exit(exitCode);
}
