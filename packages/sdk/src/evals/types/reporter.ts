import type { CaseResult } from "./case-result.js";
import type { CasesSummary, EvaluationResult } from "./evaluation-result.js";

/** What is known of a run before its first case. */
export interface RunStart {
  readonly runId: string;
  readonly name: string;
  /** Trials of cases. */
  readonly total: number;
  /** Of each case. */
  readonly trials: number;
}

/** A trial of a case that begins. */
export interface CaseStart {
  readonly index: number;
  readonly trial: number;
  readonly datapointId: string;
}

export interface EvaluateProgress {
  readonly completed: number;
  readonly total: number;
  readonly latest: CaseResult;
}

/**
 * Is told how an evaluation goes, and of its result. One that throws is warned of once, and the evaluation goes on. A
 * reporter may be given to several evaluations, one after the other.
 */
export interface Reporter {
  readonly onRunStart?: ((run: RunStart) => void) | undefined;
  readonly onCaseStart?: ((start: CaseStart) => void) | undefined;
  readonly onCaseEnd?: ((progress: EvaluateProgress) => void) | undefined;
  /** Told at once of a run that was cancelled, before what has ended is delivered; `onRunEnd` follows. */
  readonly onRunCancelled?: ((summary: CasesSummary) => void) | undefined;
  /** Awaited before `evaluate()` resolves. */
  readonly onRunEnd?: ((result: EvaluationResult) => void | Promise<void>) | undefined;
}

export const reporterNames = ["terminal", "json", "junit", "markdown", "html", "github"] as const;

export type ReporterName = (typeof reporterNames)[number];

/**
 * `terminal` writes to the terminal, `github` to the workflow where there is one, the others to files:
 * `.honeyhive/reports/<name of the run>.<ending>` by default.
 */
export type ReporterSetting =
  | Reporter
  | ReporterName
  | { readonly name: ReporterName; readonly path: string };
