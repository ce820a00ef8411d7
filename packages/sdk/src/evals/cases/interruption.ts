import { processState } from "../../core/process-state.js";
import { renderSummary, renderLater } from "../report/render.js";
import type { ReporterSetting } from "../types/reporter.js";
import type { CasesSummary, EvaluationResult } from "../types/evaluation-result.js";
import type { SignalHandling } from "../types/signal-handling.js";
import { hasOtherListeners, listenTogether } from "./listen-together.js";

export interface Interruption {
  /** Aborted by the first Ctrl-C or SIGTERM, or by the caller's signal. */
  readonly signal: AbortSignal | undefined;
  /** Resolves when a signal of the system comes. */
  readonly comes: Promise<void>;
  /** Where one has come, says what there is and how to go on, before what takes time. */
  readonly say: (summary: CasesSummary) => void;
  /**
   * Where one has come, says what has not been said and ends the process: something that hangs may have been the reason.
   * Where other evaluations have been told to stop as well, the last of them ends it.
   */
  readonly exit: (result: EvaluationResult) => Promise<void>;
  readonly release: () => void;
}

interface InterruptionOptions {
  readonly handleSignals?: SignalHandling | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly reporters?: readonly ReporterSetting[] | undefined;
}

const exitCode = 130;
const nothing = (): void => undefined;
const never = new Promise<never>(nothing);

/** Listens for Ctrl-C and SIGTERM if asked to; the second one of those that are handled ends the process at once. */
export function listenForInterruption({
  handleSignals = false,
  signal: given,
  reporters = [],
}: InterruptionOptions): Interruption {
  if (handleSignals === false) {
    const exit = (): Promise<void> => Promise.resolve();
    return { signal: given, comes: never, say: nothing, exit, release: nothing };
  }
  const controller = new AbortController();
  const answer = (signal: "SIGINT" | "SIGTERM"): void => {
    if (controller.signal.aborted) process.exit(exitCode);
    // There are listeners that end the process only where they count none but their own.
    if (handleSignals === "when-alone" && hasOtherListeners(signal)) return stopListening[signal]();
    processState.interruptedRuns.running++;
    controller.abort();
  };
  const stopListening = {
    SIGINT: listenTogether("SIGINT", () => answer("SIGINT")),
    SIGTERM: listenTogether("SIGTERM", () => answer("SIGTERM")),
  };
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
    comes: new Promise((resolve) => {
      controller.signal.addEventListener("abort", () => resolve(), { once: true });
    }),
    say,
    exit: (result) => {
      if (!controller.signal.aborted) return Promise.resolve();
      say(result);
      const later = hasTerminal ? "" : renderLater(result, said ?? result);
      if (later !== "") process.stderr.write(`${later}\n`);
      processState.interruptedRuns.waiting++;
      endInterrupted();
      // The program does not go on.
      return new Promise(() => undefined);
    },
    release: () => {
      stopListening.SIGINT();
      stopListening.SIGTERM();
      // It has failed.
      if (controller.signal.aborted) endInterrupted();
    },
  };
}

/** Of one that has come to its end; one that failed leaves the program to go on, unless others wait for it to end. */
function endInterrupted(): void {
  const { interruptedRuns } = processState;
  if (--interruptedRuns.running === 0 && interruptedRuns.waiting > 0) process.exit(exitCode);
}

function describeResuming({ journalPath, runId }: CasesSummary): string {
  return journalPath === undefined
    ? "The run has no journal and cannot be resumed."
    : `Resume with evaluate({ …, resume: "${runId}" }) or npx honeyhive eval <file> --resume ${runId}`;
}
