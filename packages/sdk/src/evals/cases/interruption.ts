import { renderSummary, renderLater } from "../report/render.js";
import type { ReporterSetting } from "../types/reporter.js";
import type { CasesSummary, EvaluationResult } from "../types/evaluation-result.js";

export interface Interruption {
  /** Aborted by the first Ctrl-C or SIGTERM, or by the caller's signal. */
  readonly signal: AbortSignal | undefined;
  /** Whether a signal of the system has come. */
  readonly hasCome: () => boolean;
  /** Where one has come, says what there is and how to go on, before what takes time. */
  readonly say: (summary: CasesSummary) => void;
  /** Where one has come, says what has not been said and ends the process: something that hangs may have been the reason. */
  readonly exit: (result: EvaluationResult) => void;
  readonly release: () => void;
}

interface InterruptionOptions {
  readonly handleSignals?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly reporters?: readonly ReporterSetting[] | undefined;
}

const exitCode = 130;
const nothing = (): void => undefined;

/** Listens for Ctrl-C and SIGTERM if asked to; the second one ends the process at once. */
export function listenForInterruption({
  handleSignals,
  signal: given,
  reporters = [],
}: InterruptionOptions): Interruption {
  if (handleSignals !== true) {
    return { signal: given, hasCome: () => false, say: nothing, exit: nothing, release: nothing };
  }
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) process.exit(exitCode);
    controller.abort();
  };
  process.on("SIGINT", listener).on("SIGTERM", listener);
  const hasTerminal = reporters.includes("terminal");
  let said: CasesSummary | undefined;
  const say = (summary: CasesSummary): void => {
    if (!controller.signal.aborted || said !== undefined) return;
    said = summary;
    const text = hasTerminal ? "" : `${renderSummary(summary)}\n\n`;
    process.stderr.write(`\n${text}  ${describeResuming(summary)}\n`);
  };
  return {
    signal: given === undefined ? controller.signal : AbortSignal.any([given, controller.signal]),
    hasCome: () => controller.signal.aborted,
    say,
    exit: (result) => {
      if (!controller.signal.aborted) return;
      say(result);
      const later = hasTerminal ? "" : renderLater(result, said ?? result);
      if (later !== "") process.stderr.write(`${later}\n`);
      process.exit(exitCode);
    },
    release: () => void process.off("SIGINT", listener).off("SIGTERM", listener),
  };
}

function describeResuming({ journalPath, runId }: CasesSummary): string {
  return journalPath === undefined
    ? "The run has no journal and cannot be resumed."
    : `Resume with evaluate({ …, resume: "${runId}" }) or npx honeyhive eval <file> --resume ${runId}`;
}
